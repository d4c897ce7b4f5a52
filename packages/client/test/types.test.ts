import { expect, it } from 'vitest'

import { createClient } from '../src/index.js'
import type { ServiceProvider } from '../src/index.js'

const secretConsumer = { key: 'printer', secret: 'consumer-secret' }
const keyConsumer = { key: 'printer', privateKey: '-----BEGIN PRIVATE KEY-----' }

// Combinations that tsc rejects are also rejected by createClient, because not everyone compiles.
it('rejects invalid combinations in the types and at run time', () => {
  const wrong = [
    // @ts-expect-error RSA signs with a private key.
    () => createClient({ provider: { signatureMethod: 'RSA-SHA1' }, consumer: secretConsumer }),
    // @ts-expect-error HMAC signs with a secret.
    () => createClient({ provider: { signatureMethod: 'HMAC-SHA256' }, consumer: keyConsumer }),
    // @ts-expect-error HMAC-SHA1 is the default.
    () => createClient({ provider: {}, consumer: keyConsumer }),
    () =>
      createClient({
        // @ts-expect-error PLAINTEXT signs no body hash.
        provider: { signatureMethod: 'PLAINTEXT', sendBodyHash: true },
        consumer: secretConsumer,
      }),
    // @ts-expect-error There is no such method.
    () => createClient({ provider: { signatureMethod: 'HMAC-MD5' }, consumer: secretConsumer }),
  ]
  for (const create of wrong) expect(create).toThrow(TypeError)
})

it('accepts valid combinations, and a provider whose method is known only at run time', () => {
  const providers: readonly ServiceProvider[] = [{}, { signatureMethod: 'HMAC-SHA512' }]
  for (const provider of providers) {
    expect(createClient({ provider, consumer: secretConsumer })).toBeDefined()
  }
  const rsa = { signatureMethod: 'RSA-SHA256', sendBodyHash: true } as const
  expect(createClient({ provider: rsa, consumer: keyConsumer })).toBeDefined()
  const plaintext = { signatureMethod: 'PLAINTEXT' } as const
  expect(createClient({ provider: plaintext, consumer: secretConsumer })).toBeDefined()
})
