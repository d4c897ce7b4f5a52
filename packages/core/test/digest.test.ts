import { createHash, createHmac } from 'node:crypto'

import { expect, it } from 'vitest'

import { digest, digestWithKey } from '../src/internal.js'

it.each([
  ['SHA-1', 'sha1'],
  ['SHA-256', 'sha256'],
  ['SHA-512', 'sha512'],
] as const)('digest hashes text as UTF-8 and bytes with %s', async (hash, nodeHash) => {
  const bytes = Uint8Array.of(0, 1, 255)
  expect(await digest('Hello ☃', hash)).toBe(
    createHash(nodeHash).update('Hello ☃').digest('base64'),
  )
  expect(await digest(bytes, hash)).toBe(createHash(nodeHash).update(bytes).digest('base64'))
})

it('digestWithKey is an HMAC with SHA-256', async () => {
  expect(await digestWithKey('text ☃', 'key')).toBe(
    createHmac('sha256', 'key').update('text ☃').digest('base64'),
  )
})
