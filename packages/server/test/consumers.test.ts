import { createPublicKey, generateKeyPairSync } from 'node:crypto'

import { expect, it } from 'vitest'

import type { RegisterConsumerOptions } from '../src/index.js'
import { addCredential } from '../src/consumer/consumer-credentials.js'
import { testProvider } from './neutral-requests.js'

function publicKey(bits: number): string {
  const pair = generateKeyPairSync('rsa', { modulusLength: bits })
  return pair.publicKey.export({ type: 'spki', format: 'pem' }) as string
}

function pkcs1(modulus: string, exponent: string): Uint8Array {
  const n = Buffer.from(modulus, 'hex').toString('base64url')
  const e = Buffer.from(exponent, 'hex').toString('base64url')
  const key = createPublicKey({ key: { kty: 'RSA', n, e }, format: 'jwk' })
  return key.export({ type: 'pkcs1', format: 'der' })
}

it('generates the key and the secret, and returns the secret only once', async () => {
  const { provider } = await testProvider()
  const consumer = await provider.consumers.register({ name: 'Printer' })
  expect(consumer).toMatchObject({
    status: 'accepted',
    callbacks: ['oob'],
    signatureMethods: ['HMAC-SHA1', 'HMAC-SHA256', 'HMAC-SHA512'],
    publicKeys: [],
    allowXauth: false,
  })
  expect(consumer.key).toMatch(/^[\w-]{22}$/)
  const { secret, ...details } = consumer
  expect(secret).toMatch(/^[\w-]{42}$/)
  expect(await provider.consumers.find(consumer.key)).toEqual(details)
})

it('gives a consumer with a public key the RSA methods and no secret', async () => {
  const { provider } = await testProvider()
  const key = publicKey(2048)
  const consumer = await provider.consumers.register({ name: 'Jira', publicKeys: [key] })
  expect(consumer.secret).toBeUndefined()
  expect(consumer.publicKeys).toEqual([key])
  expect(consumer.signatureMethods).toEqual(['RSA-SHA1', 'RSA-SHA256', 'RSA-SHA512', 'RSA-PSS'])
})

it('keeps public keys of every format as SPKI PEM', async () => {
  const { publicKey: key } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const pkcs1 = key.export({ type: 'pkcs1', format: 'der' })
  const spki = key.export({ type: 'spki', format: 'pem' }).toString()
  const { provider } = await testProvider()
  for (const given of [key, pkcs1, JSON.stringify(spki), `Printer:\n${spki}`]) {
    const registered = await provider.consumers.register({ name: 'Jira', publicKeys: [given] })
    expect(registered.publicKeys).toEqual([spki])
    const again = { key: registered.key, name: 'Jira', publicKeys: [given] }
    expect(await provider.consumers.ensure(again)).toMatchObject({ isNew: false })
    const rotated = await provider.consumers.rotate(registered.key, { publicKey: given })
    expect(rotated.publicKeys[0]).toBe(spki)
  }
})

it.each<[string, Partial<RegisterConsumerOptions>, RegExp]>([
  ['no name', { name: ' ' }, /: name must contain more than spaces$/],
  [
    'an empty secret',
    { secret: '' },
    /: secret must be a string that is not empty, .*, received an/,
  ],
  ['an empty key', { key: '' }, /: key must be 1 to 255 printable ASCII characters, received an/],
  ['a key with a line break', { key: 'a\nb' }, /: key must be 1 to 255 printable ASCII characters/],
  ['a key that is too long', { key: 'a'.repeat(256) }, /: key must be 1 to 255 printable ASCII/],
  [
    'methods of both families',
    { signatureMethods: ['HMAC-SHA1', 'RSA-SHA1'], publicKeys: [publicKey(2048)] },
    /: signatureMethods must be all of secrets or all of RSA, never mixed$/,
  ],
  [
    'a method that the provider has not',
    { signatureMethods: ['PLAINTEXT'] },
    /: signatureMethods must be among those of createProvider \(HMAC-SHA1, HMAC-SHA256, HMAC-SHA512, RSA-SHA1, RSA-SHA256, RSA-SHA512, RSA-PSS\), received "PLAINTEXT"$/,
  ],
  ['no method', { signatureMethods: [] }, /: signatureMethods must name at least one method$/],
  [
    'a weak RSA key',
    { publicKeys: [publicKey(1024)] },
    /: publicKeys must have 2048 bits or more, received one of 1024$/,
  ],
  [
    'an RSA key that is too long to verify with',
    { publicKeys: [pkcs1('ff'.repeat(100_000), '010001')] },
    /: publicKeys must have 16384 bits or fewer, received one of 800000$/,
  ],
  [
    'an RSA key with the exponent 1, with which everybody can sign',
    { publicKeys: [pkcs1('ff'.repeat(256), '01')] },
    /: publicKeys must have an odd exponent of at least 3 and at most 64 bits, such as 65537$/,
  ],
  [
    'an RSA key with an even exponent',
    { publicKeys: [pkcs1('ff'.repeat(256), '010000')] },
    /: publicKeys must have an odd exponent/,
  ],
  [
    'an RSA key with a long exponent',
    { publicKeys: [pkcs1('ff'.repeat(256), '01'.repeat(9))] },
    /: publicKeys must have an odd exponent/,
  ],
  [
    'a key that is none',
    { publicKeys: ['x'] },
    /: publicKeys must be an RSA public key, received a string without a PEM block$/,
  ],
  [
    'a callback that is none',
    { callbacks: ['javascript:alert(1)'] },
    /: callbacks must not have or/,
  ],
  [
    'a default callback that is a pattern',
    { defaultCallback: 'http://127.0.0.1:*' },
    /: defaultCallback must be one URL, not "oob" or a pattern$/,
  ],
  ['a website that is none', { website: 'javascript:alert(1)' }, /: website must be/],
])('refuses %s', async (_what, options, message) => {
  const { provider } = await testProvider()
  const registration = provider.consumers.register({ name: 'X', ...options })
  await expect(registration).rejects.toThrow(TypeError)
  await expect(registration).rejects.toThrow(message)
  await expect(registration).rejects.toThrow(/^consumers\.register: /)
})

it('says whether a value is missing or not allowed, and keeps the cause', async () => {
  const { consumers } = (await testProvider()).provider
  await expect(
    consumers.register({ name: 'X', signatureMethods: ['RSA-SHA1'] }),
  ).rejects.toMatchObject({
    code: 'ERR_INVALID_ARG_TYPE',
    message:
      'consumers.register: publicKeys must be given, because the signatureMethods are of RSA',
  })
  const unreadable = '-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----'
  await expect(consumers.register({ name: 'X', publicKeys: [unreadable] })).rejects.toMatchObject({
    code: 'ERR_INVALID_ARG_VALUE',
    cause: expect.any(Error) as unknown,
  })
})

it('replaces all credentials if none is valid any more', () => {
  const times = { nowSeconds: 10, overlapSeconds: 5 }
  expect(addCredential([], 'new', times)).toEqual([{ value: 'new' }])
  const expired = [{ value: 'old', expiresAtSeconds: 9 }]
  expect(addCredential(expired, 'new', times)).toEqual([{ value: 'new' }])
  const valid = [{ value: 'old', expiresAtSeconds: 10 }]
  expect(addCredential(valid, 'new', times)).toEqual([
    { value: 'new' },
    { value: 'old', expiresAtSeconds: 15 },
  ])
  expect(addCredential(valid, 'new', { ...times, overlapSeconds: 0 })).toEqual([{ value: 'new' }])
})

it('refuses a key that is taken', async () => {
  const { provider } = await testProvider()
  await provider.consumers.register({ name: 'A', key: 'k' })
  await expect(provider.consumers.register({ name: 'B', key: 'k' })).rejects.toThrow(TypeError)
})

it.each([
  [() => new Uint8Array(16), 'one of 16'],
  [() => new Uint8Array(), 'one of 0'],
  [() => 'a'.repeat(64), 'a string of 64 characters'],
  [() => Promise.resolve(new Uint8Array(64)), 'a promise (await it first)'],
])('rejects too few random bytes for a secret: %s', async (randomBytes, received) => {
  await expect(testProvider({ randomBytes: randomBytes as never })).rejects.toThrow(
    `randomBytes: the returned value must be a Uint8Array of 42 bytes, received ${received}`,
  )
})
