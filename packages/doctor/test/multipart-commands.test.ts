import { headerValues, signatureBaseString, signRequest } from '@oauthplus/core'
import type { Dialect } from '@oauthplus/core'
import { expect, it } from 'vitest'

import { diagnose, readRequests } from '../src/index.js'
import { explained } from './explained.js'

const URL = 'https://up.flickr.com/services/upload/'
const SIGNER = { consumer: { key: 'k', secret: 's' }, token: { key: 't', secret: 'ts' } }
const KEYS = { secrets: ['s'], tokenSecrets: ['ts'] }
const FIELDS = [
  ['title', 'Sea "view"; at night'],
  ['tags', 'a=b'],
] as const
/** Flickr signs the text fields of an upload. */
const FLICKR: Dialect = {
  baseString: (input) =>
    signatureBaseString({ ...input, parameters: [...input.parameters, ...FIELDS] }),
}

async function writeCommand(dialect: Dialect | undefined): Promise<string> {
  const { headers } = await signRequest({ method: 'POST', url: URL }, SIGNER, { dialect })
  const authorization = headers.map(([name, value]) => `-H '${name}: ${value}'`).join(' ')
  return `curl ${URL} ${authorization} -F 'title="Sea \\"view\\"; at night";type=text/plain' --form-string tags=a=b -F photo=@/home/me/sea.jpg`
}

async function fieldsOf(command: string): Promise<readonly (readonly [string, unknown])[]> {
  const [request] = readRequests(command)
  const [type = ''] = headerValues(request?.headers ?? [], 'content-type')
  const form = await new Response(String(request?.body), {
    headers: { 'content-type': type },
  }).formData()
  return [...form].map(([name, value]) => [name, typeof value === 'string' ? value : value.name])
}

it('parses the fields of a curl command as a multipart body', async () => {
  expect(await fieldsOf(await writeCommand(undefined))).toEqual([...FIELDS, ['photo', 'sea.jpg']])
})

it('accepts the signature of an upload only in the dialect of the service', async () => {
  const [request] = readRequests(await writeCommand(FLICKR))
  if (request === undefined) throw new Error('The command was not read.')
  expect(await diagnose(request, KEYS, { dialect: FLICKR })).toMatchObject({
    verdict: 'right',
    remarks: [],
  })
  expect(explained(await diagnose(request, KEYS))).toContain('multipart-signed')
  const [usual] = readRequests(await writeCommand(undefined))
  if (usual === undefined) throw new Error('The command was not read.')
  expect(await diagnose(usual, KEYS)).toMatchObject({ verdict: 'right', remarks: [] })
  expect(explained(await diagnose(usual, KEYS, { dialect: FLICKR }))).toEqual(['dialect-left-out'])
})

it.each([
  ["-F 'title=<title.txt'", /is in a file/],
  ['-F title=Sea -H \'Authorization: OAuth oauth_body_hash="abc%3D"\'', /oauth_body_hash/],
])('reports the unknown part of a body: %s', (fields, remark) => {
  const [request] = readRequests(`curl ${URL} ${fields}`)
  expect(request?.body).toBeUndefined()
  expect(request?.remarks?.join()).toMatch(remark)
})

it('adds the boundary to a Content-Type without one, as curl does', async () => {
  const type = "-H 'Content-Type: multipart/form-data'"
  expect(await fieldsOf(`curl ${type} ${URL} -F 'na"me=a;b' -F 'x=1;type=text/plain'`)).toEqual([
    ['na"me', 'a;b'],
    ['x', '1'],
  ])
})

it("names the format to use instead of Insomnia's YAML", () => {
  const text =
    'type: collection.insomnia.rest/5.0\nname: Photos\ncollection:\n  - url: https://a.example\n'
  expect(() => readRequests(text)).toThrow(/YAML are not supported; export as JSON/)
})
