import { generateKeyPairSync } from 'node:crypto'
import type { KeyExportOptions } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest'

import { readPrivateKeyFile } from '../src/command/read-private-key-file.js'

const SEAL = { cipher: 'aes-256-cbc', passphrase: 'correct horse' }
const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const pem = (options: Omit<KeyExportOptions<'pem'>, 'format'>) =>
  privateKey.export({ ...options, format: 'pem' })

let file: string

beforeAll(() => {
  file = join(mkdtempSync(join(tmpdir(), 'oauthplus-testkit-key-')), 'key')
})
afterEach(() => {
  vi.unstubAllEnvs()
})
afterAll(() => {
  rmSync(join(file, '..'), { recursive: true })
})

it.each([
  ['PKCS#8', pem({ type: 'pkcs8' })],
  ['PKCS#1', pem({ type: 'pkcs1' })],
  ['DER', privateKey.export({ type: 'pkcs8', format: 'der' })],
  ['encrypted PKCS#8', pem({ type: 'pkcs8', ...SEAL })],
  ['encrypted PKCS#1', pem({ type: 'pkcs1', ...SEAL })],
])('reads a private key as %s', (_format, content) => {
  vi.stubEnv('OAUTHPLUS_KEY_PASSPHRASE', SEAL.passphrase)
  writeFileSync(file, content)
  expect(readPrivateKeyFile(file)).toBe(pem({ type: 'pkcs8' }))
})

it.each([
  ['no key', 'SECRET', undefined],
  ['an encrypted key without its passphrase', pem({ type: 'pkcs8', ...SEAL }), undefined],
  ['an encrypted key with another passphrase', pem({ type: 'pkcs8', ...SEAL }), 'SECRET'],
])('refuses %s and repeats nothing of it', (_what, content, passphrase) => {
  vi.stubEnv('OAUTHPLUS_KEY_PASSPHRASE', passphrase)
  writeFileSync(file, content)
  expect(() => readPrivateKeyFile(file)).toThrow(
    `${file} is not a private key that can be read. If it is encrypted, set OAUTHPLUS_KEY_PASSPHRASE`,
  )
  expect(() => readPrivateKeyFile(file)).not.toThrow('SECRET')
})
