import type { FetchFunction } from '@oauthplus/client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { startPhotoProvider } from '../../examples/photo-provider-express/src/start-photo-provider.js'
import type { PhotoProvider } from '../../examples/photo-provider-express/src/start-photo-provider.js'
import { clientOf, PRINTER } from './authorized.js'

const TRICKY = 'a=1&a=0&b=&c=hello%20world&d=%E2%98%83&e=a%2Bb%3D%26&f=%21%27%28%29*~'
const PARAMETERS = [
  ['a', '1'],
  ['a', '0'],
  ['b', ''],
  ['c', 'hello world'],
  ['d', '☃'],
  ['e', 'a+b=&'],
  ['f', "!'()*~"],
]
const FORM = { 'content-type': 'application/x-www-form-urlencoded' }

let provider: PhotoProvider
let signed: FetchFunction

beforeAll(async () => {
  provider = await startPhotoProvider({ port: 0 })
  const client = clientOf(provider)
  const { token } = await client.xauth({ username: 'jane', password: 'jane' })
  signed = client.withToken(token).fetch
})

afterAll(() => provider.close())

async function echo(query: string, init: RequestInit): Promise<unknown> {
  const response = await signed(provider.endpoints.echoUrl + query, init)
  expect(response.status).toBe(200)
  return response.json()
}

describe('the echo', () => {
  it.for(['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'PROPFIND'])(
    'gives the query of a %s back as it was sent',
    async (method) => {
      expect(await echo(`?${TRICKY}`, { method })).toEqual({
        method,
        params: PARAMETERS,
        query: PARAMETERS,
        form: [],
        bytes: 0,
        consumer: PRINTER.key,
        user: 'jane',
      })
    },
  )

  it.for(['POST', 'PUT', 'DELETE', 'PATCH'])(
    'gives the form of a %s back as it was sent',
    async (method) => {
      expect(await echo('', { method, headers: FORM, body: TRICKY })).toEqual({
        method,
        params: PARAMETERS,
        query: [],
        form: PARAMETERS,
        bytes: TRICKY.length,
        consumer: PRINTER.key,
        user: 'jane',
      })
    },
  )

  it('gives the query before the form', async () => {
    expect(await echo('?z=1', { method: 'POST', headers: FORM, body: 'a=1' })).toMatchObject({
      params: [
        ['z', '1'],
        ['a', '1'],
      ],
    })
  })

  it.for([
    ['JSON', 'application/json', new TextEncoder().encode('{"snowman":"☃"}')],
    ['binary data', 'application/octet-stream', Uint8Array.from({ length: 300_000 }, (_, i) => i)],
    ['an empty body', 'text/plain', new Uint8Array()],
  ] as const)('counts the bytes of %s', async ([, type, body]) => {
    const headers = { 'content-type': type }
    expect(await echo('', { method: 'POST', headers, body })).toMatchObject({
      params: [],
      bytes: body.length,
    })
  })
})
