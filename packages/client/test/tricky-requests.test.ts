import { readFileSync } from 'node:fs'

import { parseAuthorizationHeader, parameterValue, signatureBaseString } from '@oauthplus/core'
import { describe, expect, it } from 'vitest'

import { createClient } from '../src/index.js'
import type { HmacName } from '../src/index.js'

interface TrickyRequest {
  readonly id: string
  readonly title: string
  readonly input: {
    readonly method: string
    readonly url: string
    readonly body: string | null
    readonly contentType: string | null
  }
  readonly wireUrl: string
  readonly consumerKey: string
  readonly consumerSecret: string
  readonly token: string | null
  readonly tokenSecret: string | null
  readonly nonce: string
  readonly timestamp: number
  readonly baseStringHmacSha1: string
  readonly signatures: Readonly<Record<string, string>>
}

const VECTORS = new URL('../../testkit/vectors/tricky-requests.json', import.meta.url)
const cases = JSON.parse(readFileSync(VECTORS, 'utf8')) as readonly TrickyRequest[]

/** Sends a case through the client and returns the request as the platform would write it. */
async function send(
  tricky: TrickyRequest,
  signatureMethod: HmacName,
  init?: RequestInit,
): Promise<Request> {
  const captured: Request[] = []
  const client = createClient({
    provider: { signatureMethod },
    consumer: { key: tricky.consumerKey, secret: tricky.consumerSecret },
    allowInsecure: true,
    now: () => tricky.timestamp * 1000,
    nonce: () => tricky.nonce,
    fetch: (input, sent) => {
      captured.push(new Request(input, sent))
      return Promise.resolve(new Response('ok'))
    },
  })
  const { token, tokenSecret, input } = tricky
  const { fetch } =
    token === null ? client : client.withToken({ key: token, secret: tokenSecret ?? '' })
  await fetch(input.url, {
    method: input.method,
    ...(input.body === null ? {} : { body: input.body }),
    ...(input.contentType === null ? {} : { headers: { 'content-type': input.contentType } }),
    ...init,
  })
  const [request] = captured
  if (request === undefined) throw new Error('Nothing was sent')
  return request
}

describe('the 53 tricky requests, through fetch', () => {
  it('are all in the list', () => {
    expect(cases).toHaveLength(53)
  })

  it.each(cases)('$id is signed as it is sent: $title', async (tricky) => {
    const request = await send(tricky, 'HMAC-SHA1')
    expect(request.url).toBe(tricky.wireUrl)
    const body = await request.text()
    expect(body).toBe(tricky.input.body ?? '')

    const header = parseAuthorizationHeader(request.headers.get('authorization') ?? '')
    const parameters = header?.parameters ?? []
    const isForm = tricky.input.contentType?.startsWith('application/x-www-form-urlencoded')
    const baseString = signatureBaseString({
      method: request.method,
      url: isForm === true ? withQuery(request.url, body) : request.url,
      parameters,
    })
    expect(baseString).toBe(tricky.baseStringHmacSha1)
    for (const [method, signature] of Object.entries(tricky.signatures)) {
      const signed = method === 'HMAC-SHA1' ? request : await send(tricky, method as HmacName)
      const again = parseAuthorizationHeader(signed.headers.get('authorization') ?? '')
      expect(parameterValue(again?.parameters ?? [], 'oauth_signature')).toBe(signature)
    }
  })

  it.each(cases.filter(({ input }) => input.contentType?.includes('form')))(
    '$id is signed as it is sent if its form consists of bytes: $title',
    async (tricky) => {
      const body = new TextEncoder().encode(tricky.input.body ?? '')
      const request = await send(tricky, 'HMAC-SHA1', { body })
      expect(request.headers.get('authorization')).toContain(
        `oauth_signature="${encodeURIComponent(tricky.signatures['HMAC-SHA1'] ?? '')}"`,
      )
      expect(new Uint8Array(await request.arrayBuffer())).toEqual(body)
    },
  )
})

/** A form and a query are parsed alike, so a form can be checked as a query. */
function withQuery(url: string, query: string): string {
  return `${url}${url.includes('?') ? '&' : '?'}${query}`
}
