import { describe, expect, it } from 'vitest'

import { signRequest } from '../src/index.js'
import type { Credentials, SignRequestOptions, UnsignedRequest } from '../src/index.js'
import { selectOrdinaryMethod } from '../src/select-ordinary-method.js'
import { signAnything } from '../src/sign-anything.js'

const REQUEST: UnsignedRequest = {
  method: 'GET',
  url: 'https://photos.example/photos?size=original',
}
const CREDENTIALS: Credentials = {
  consumer: { key: 'key', secret: 'secret' },
  token: { key: 'token', secret: 'token secret' },
}
const FIXED: SignRequestOptions = { nonce: 'nonce', timestampSeconds: 1 }
const FORM = [['Content-Type', 'application/x-www-form-urlencoded']] as const

describe('an ordinary request is signed as any other:', () => {
  it.each<[string, Partial<UnsignedRequest>, Partial<Credentials>, SignRequestOptions]>([
    ['a GET', {}, {}, {}],
    ['a form', { method: 'POST', headers: [...FORM], body: 'a=1&b=%20' }, {}, {}],
    ['bytes', { method: 'PUT', body: Uint8Array.of(0, 255) }, {}, {}],
    ['no body', { body: null, headers: undefined }, {}, {}],
    ['no token', {}, { token: undefined }, {}],
    ['a URL that is not ASCII', { url: 'https://müller.example/Köln' }, {}, {}],
    ['HMAC-SHA256', {}, {}, { signatureMethod: 'HMAC-SHA256' }],
    ['HMAC-SHA512 with a realm', {}, {}, { signatureMethod: 'HMAC-SHA512', realm: 'Photos' }],
    ['a protocol parameter in the query', { url: 'https://photos.example/?oauth_x=1' }, {}, {}],
    ['an Authorization header', { headers: [['Authorization', 'Basic YTpi']] }, {}, {}],
  ])('%s', async (_title, request, credentials, options) => {
    const given = [
      { ...REQUEST, ...request },
      { ...CREDENTIALS, ...credentials },
      { ...FIXED, ...options },
    ] as const
    expect(selectOrdinaryMethod(...given)?.name).toBe(options.signatureMethod ?? 'HMAC-SHA1')
    const [signed, expected] = await Promise.allSettled([
      signRequest(...given),
      signAnything(...given),
    ])
    expect(signed).toEqual(expected)
  })
})

it.each<[string, unknown, unknown, unknown]>([
  ['no request', undefined, CREDENTIALS, FIXED],
  ['a Request', new Request('https://photos.example/'), CREDENTIALS, FIXED],
  ['a request with an unknown option', { ...REQUEST, uri: '' }, CREDENTIALS, FIXED],
  ['a request with an option that is undefined', { ...REQUEST, x: undefined }, CREDENTIALS, FIXED],
  ['a request without a method', { url: REQUEST.url }, CREDENTIALS, FIXED],
  ['a URL object', { ...REQUEST, url: new URL(REQUEST.url as string) }, CREDENTIALS, FIXED],
  ['Headers', { ...REQUEST, headers: new Headers() }, CREDENTIALS, FIXED],
  ['a header that is no pair', { ...REQUEST, headers: [['a']] }, CREDENTIALS, FIXED],
  ['URLSearchParams', { ...REQUEST, body: new URLSearchParams() }, CREDENTIALS, FIXED],
  ['no credentials', REQUEST, null, FIXED],
  ['no consumer', REQUEST, {}, FIXED],
  ['a consumer without a secret', REQUEST, { consumer: { key: 'key' } }, FIXED],
  ['a consumer with an empty key', REQUEST, { consumer: { key: '', secret: '' } }, FIXED],
  [
    'a consumer with a private key',
    REQUEST,
    { consumer: { ...CREDENTIALS.consumer, privateKey: 'PEM' } },
    FIXED,
  ],
  ['a token with an empty key', REQUEST, { ...CREDENTIALS, token: { key: '', secret: '' } }, FIXED],
  ['a token without a secret', REQUEST, { ...CREDENTIALS, token: { key: 'token' } }, FIXED],
  ['options that are null', REQUEST, CREDENTIALS, null],
  ['an unknown option', REQUEST, CREDENTIALS, { nounce: 'nonce' }],
  ['another place', REQUEST, CREDENTIALS, { transmission: 'query' }],
  ['a timestamp that is no integer', REQUEST, CREDENTIALS, { timestampSeconds: 1.5 }],
  ['an empty nonce', REQUEST, CREDENTIALS, { nonce: '' }],
  ['PLAINTEXT', REQUEST, CREDENTIALS, { signatureMethod: 'PLAINTEXT' }],
  ['an RSA method', REQUEST, CREDENTIALS, { signatureMethod: 'RSA-SHA1' }],
  ['a name of every object', REQUEST, CREDENTIALS, { signatureMethod: 'constructor' }],
])('does not take for ordinary: %s', (_title, request, credentials, options) => {
  expect(selectOrdinaryMethod(request, credentials, options)).toBeUndefined()
})

it('leaves the body of a Request to its caller, also at the first call', async () => {
  const request = new Request('https://photos.example/', { method: 'POST', body: 'a photo' })
  const signed = signRequest(request, CREDENTIALS, { ...FIXED, sendBodyHash: true })
  expect(await request.text()).toBe('a photo')
  expect((await signed).parameters.map(([name]) => name)).toContain('oauth_body_hash')
})
