import { afterEach, expect, it, vi } from 'vitest'

import type * as api from '../src/index.js'
import { KEYS } from './vectors.js'

const { privateKey = '', publicKey = '' } = KEYS.generated ?? {}
const REQUEST = { method: 'GET', url: 'https://photos.example/' }

afterEach(() => {
  vi.doUnmock('#rsa')
})

/** Loads core without the module for RSA keys, as in a browser that is offline. */
async function coreWithoutRsa(): Promise<typeof api> {
  vi.resetModules()
  vi.doMock('#rsa', () => Promise.reject(new TypeError('Failed to fetch')))
  return import('../src/index.js')
}

it('rejects with an error that names the part if the code for RSA keys cannot be loaded', async () => {
  const { signRequest, verifySignature } = await coreWithoutRsa()
  const failure = {
    name: 'Error',
    message: expect.stringMatching(
      /^The code of oauthplus for RSA keys could not be loaded\./,
    ) as string,
    cause: expect.any(Error) as Error,
  }
  const signed = signRequest(
    REQUEST,
    { consumer: { key: 'key', privateKey } },
    { signatureMethod: 'RSA-SHA1' },
  )
  await expect(signed).rejects.toMatchObject(failure)
  const header =
    'OAuth oauth_consumer_key="key",oauth_signature_method="RSA-SHA1",oauth_signature="AAAA",oauth_timestamp="1",oauth_nonce="n"'
  const verified = verifySignature(
    { ...REQUEST, headers: [['authorization', header]] },
    { publicKeys: [publicKey] },
    { signatureMethods: ['RSA-SHA1'] },
  )
  await expect(verified).rejects.toMatchObject(failure)
})

it('rejects with an error that names the part if the code for unusual requests cannot be loaded', async () => {
  vi.resetModules()
  vi.doMock('../src/sign-anything.js', () => Promise.reject(new TypeError('Failed to fetch')))
  const { signRequest } = await import('../src/index.js')
  const credentials = { consumer: { key: 'key', secret: 'secret' } }
  const unusual = signRequest(REQUEST, credentials, { transmission: 'query' })
  await expect(unusual).rejects.toThrow(
    /^The code of oauthplus for unusual requests could not be loaded\./,
  )
  expect((await signRequest(REQUEST, credentials)).signature).toMatch(/=$/)
  vi.doUnmock('../src/sign-anything.js')
  const { url } = await signRequest(REQUEST, credentials, { transmission: 'query' })
  expect(url).toContain('oauth_signature=')
})

it('signs with HMAC without the code for RSA keys', async () => {
  const { signRequest } = await coreWithoutRsa()
  const { signature } = await signRequest(REQUEST, { consumer: { key: 'key', secret: 'secret' } })
  expect(signature).toMatch(/^[\w+/]{27}=$/)
})
