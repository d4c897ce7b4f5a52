import { generateKeyPairSync } from 'node:crypto'

import { expect, it } from 'vitest'

import type { RegisterConsumerOptions } from '../src/index.js'
import { testProvider } from './neutral-requests.js'

function publicKey(bits: number): string {
  const pair = generateKeyPairSync('rsa', { modulusLength: bits })
  return pair.publicKey.export({ type: 'spki', format: 'pem' }) as string
}

it('makes key and secret up, and gives the secret away this one time', async () => {
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

it('gives a Consumer with a public key the RSA methods and no secret', async () => {
  const { provider } = await testProvider()
  const consumer = await provider.consumers.register({
    name: 'Jira',
    publicKeys: [publicKey(2048)],
  })
  expect(consumer.secret).toBeUndefined()
  expect(consumer.signatureMethods).toEqual(['RSA-SHA1', 'RSA-SHA256', 'RSA-SHA512'])
})

it.each<[string, Partial<RegisterConsumerOptions>]>([
  ['no name', { name: ' ' }],
  ['an empty secret', { secret: '' }],
  ['an empty key', { key: '' }],
  ['a key with a line break', { key: 'a\nb' }],
  ['a key that is too long', { key: 'a'.repeat(256) }],
  [
    'methods of both families',
    { signatureMethods: ['HMAC-SHA1', 'RSA-SHA1'], publicKeys: [publicKey(2048)] },
  ],
  ['RSA without a key', { signatureMethods: ['RSA-SHA1'] }],
  ['a method that the Provider has not', { signatureMethods: ['PLAINTEXT'] }],
  ['no method', { signatureMethods: [] }],
  ['a weak RSA key', { publicKeys: [publicKey(1024)] }],
  ['a key that is none', { publicKeys: ['x'] }],
  ['a callback that is none', { callbacks: ['javascript:alert(1)'] }],
  ['a default callback that is a pattern', { defaultCallback: 'http://127.0.0.1:*' }],
  ['a website that is none', { website: 'javascript:alert(1)' }],
])('refuses %s', async (_what, options) => {
  const { provider } = await testProvider()
  await expect(provider.consumers.register({ name: 'X', ...options })).rejects.toThrow(TypeError)
})

it('refuses a key that is taken', async () => {
  const { provider } = await testProvider()
  await provider.consumers.register({ name: 'A', key: 'k' })
  await expect(provider.consumers.register({ name: 'B', key: 'k' })).rejects.toThrow(TypeError)
})
