import { describe, expect, it } from 'vitest'

import { createClient } from '../src/index.js'
import type { ClientOptions } from '../src/index.js'

const PROVIDER = {
  requestTokenUrl: 'https://photos.example/oauth/request_token',
  authorizeUrl: 'https://photos.example/oauth/authorize',
  accessTokenUrl: 'https://photos.example/oauth/access_token',
}
const OPTIONS: ClientOptions = { provider: PROVIDER, consumer: { key: 'k', secret: 's' } }

function withProvider(provider: Record<string, unknown>): ClientOptions {
  return { ...OPTIONS, provider: { ...PROVIDER, ...provider } }
}

describe('createClient', () => {
  it.each<[string, ClientOptions]>([
    ['a callback', { ...OPTIONS, callbackUrl: 'https://printer.example/cb?a=1' }],
    ['a callback on this machine', { ...OPTIONS, callbackUrl: 'http://127.0.0.1:3001/cb' }],
    ['a callback of a native application', { ...OPTIONS, callbackUrl: 'printer:/cb' }],
    ['a provider on this machine', withProvider({ accessTokenUrl: 'http://[::1]:3000/a' })],
    ['an empty secret', { ...OPTIONS, consumer: { key: 'k', secret: '' } }],
    ['no URL', { ...OPTIONS, provider: {} }],
    [
      'a private key instead of a secret',
      {
        provider: { ...PROVIDER, signatureMethod: 'RSA-SHA1' },
        consumer: { key: 'k', privateKey: 'PEM' },
      },
    ],
    [
      'plain http, if it is allowed',
      {
        ...withProvider({ accessTokenUrl: 'http://photos.example/' }),
        callbackUrl: 'http://printer.example/cb',
        allowInsecure: true,
      },
    ],
  ])('accepts %s', (_title, options) => {
    expect(() => createClient(options)).not.toThrow()
  })

  it.each<[string, unknown]>([
    ['no provider', { ...OPTIONS, provider: undefined }],
    ['no consumer', { ...OPTIONS, consumer: null }],
    ['no consumer key', { ...OPTIONS, consumer: { key: '', secret: 's' } }],
    ['no consumer secret', { ...OPTIONS, consumer: { key: 'k' } }],
    ['a secret for an RSA method', withProvider({ signatureMethod: 'RSA-SHA256' })],
    ['an unknown signature method', withProvider({ signatureMethod: 'HMAC-MD5' })],
    ['a relative URL', withProvider({ accessTokenUrl: '/oauth/access_token' })],
    ['a URL of another scheme', withProvider({ authorizeUrl: 'javascript:alert(1)' })],
    ['a URL with a password', withProvider({ authorizeUrl: 'https://a:b@photos.example/' })],
    ['a URL with a fragment', withProvider({ authorizeUrl: 'https://photos.example/#a' })],
    ['a token endpoint over http', withProvider({ requestTokenUrl: 'http://photos.example/r' })],
    [
      'a host that only begins like a local host',
      withProvider({ accessTokenUrl: 'http://localhost.evil.example/a' }),
    ],
    ['an authorize page over http', withProvider({ authorizeUrl: 'http://photos.example/r' })],
    [
      'PLAINTEXT in the query',
      withProvider({ signatureMethod: 'PLAINTEXT', transmission: 'query' }),
    ],
    ['a realm with a line break', withProvider({ realm: 'a\r\nb: c' })],
    ['a callback over http', { ...OPTIONS, callbackUrl: 'http://printer.example/cb' }],
    ['a relative callback', { ...OPTIONS, callbackUrl: '/cb' }],
    ['a store without take', { ...OPTIONS, pending: { set: () => 0, get: () => 0 } }],
    ['no lifetime', { ...OPTIONS, pendingLifetimeSeconds: 0 }],
    ['an unknown choice', { ...OPTIONS, redirectCrossOrigin: 'follow' }],
    ['an invalid fetch', { ...OPTIONS, fetch: 'fetch' }],
    ['an invalid clock', { ...OPTIONS, now: 1 }],
    ['a nonce that would be sent twice', { ...OPTIONS, nonce: 'abc' }],
  ])('rejects %s', (_title, options) => {
    expect(() => createClient(options as ClientOptions)).toThrow(TypeError)
  })

  it('shows no secrets in its errors', () => {
    const options = withProvider({ signatureMethod: 'RSA-SHA1' })
    expect(() =>
      createClient({ ...options, consumer: { key: 'k', secret: 'very-secret' } }),
    ).toThrow(/^(?!.*very-secret)/)
  })
})

it.each<[string, Partial<ClientOptions>, string]>([
  [
    'nonce returns an empty string',
    { nonce: () => '' },
    'createClient: nonce() must be a string that is not empty, received an empty string',
  ],
  [
    'now does not return a number',
    { now: () => NaN },
    'createClient: now() in seconds must be an integer of 0 or more, received NaN',
  ],
])('a request is rejected if %s', async (_title, options, message) => {
  const { fetch } = createClient({ ...OPTIONS, ...options })
  await expect(fetch('https://photos.example/')).rejects.toMatchObject({
    name: 'TypeError',
    message,
  })
})
