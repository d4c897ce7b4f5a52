import { generateKeyPairSync } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { collectRequest, verifySignature } from '@oauthplus/core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { runOauthplus } from './run-oauthplus.js'
import type { EndedProcess } from './run-oauthplus.js'

const URL_TO_SIGN = 'https://photos.example/photos'
const ENVIRONMENT = {
  OAUTHPLUS_CONSUMER_SECRET: 'consumer secret',
  OAUTHPLUS_TOKEN_SECRET: 'token secret',
}
const SITE = ['--site', 'https://photos.example']
const OWN = ['--realm', 'own', '--signature-method', 'HMAC-SHA256', '--token', 'own-token']

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
let folder: string

const run = (...args: readonly string[]): Promise<EndedProcess> =>
  runOauthplus(args, { folder, environment: ENVIRONMENT })

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'oauthplus-override-'))
  await writeFile(join(folder, 'key.pem'), privateKey.export({ type: 'pkcs8', format: 'pem' }))
  const consumer = ['--consumer-key', 'printer']
  await run('profile', 'add', 'default', ...SITE, ...consumer, ...OWN)
  await run('profile', 'add', 'x', '--preset', 'x', ...consumer, '--token', 'own-token')
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function sign(...flags: readonly string[]) {
  const { standardOutput, standardError } = await run('sign', URL_TO_SIGN, ...flags)
  expect(standardError).toBe('')
  const authorization = standardOutput.trim().replace(/^Authorization: /, '')
  const received = { method: 'GET', url: URL_TO_SIGN, headers: { authorization } }
  const keys = {
    secrets: [ENVIRONMENT.OAUTHPLUS_CONSUMER_SECRET],
    publicKeys: [publicKey],
    tokenSecrets: [ENVIRONMENT.OAUTHPLUS_TOKEN_SECRET],
  }
  const signatureMethods = ['HMAC-SHA256', 'HMAC-SHA512', 'RSA-SHA256']
  const { ok } = await verifySignature(received, keys, { signatureMethods })
  const { protocol } = collectRequest(received)
  return { ok, authorization, parameters: Object.fromEntries(protocol) }
}

describe('an option with a profile', () => {
  it('may be omitted', async () => {
    const { ok, authorization, parameters } = await sign()
    expect(authorization).toContain('realm="own"')
    const expected = { oauth_token: 'own-token', oauth_signature_method: 'HMAC-SHA256' }
    expect({ ok, parameters }).toMatchObject({ ok: true, parameters: expected })
  })

  it('overrides the profile: --realm, --signature-method and --token', async () => {
    const flags = [
      '--realm',
      'other',
      '--signature-method',
      'HMAC-SHA512',
      '--token',
      'other-token',
    ]
    const { ok, authorization, parameters } = await sign(...flags)
    expect(authorization).toContain('realm="other"')
    const expected = { oauth_token: 'other-token', oauth_signature_method: 'HMAC-SHA512' }
    expect({ ok, parameters }).toMatchObject({ ok: true, parameters: expected })
  })

  it('overrides the profile: --private-key', async () => {
    const { ok, parameters } = await sign(
      '--private-key',
      'key.pem',
      '--signature-method',
      'RSA-SHA256',
    )
    expect({ ok, parameters }).toMatchObject({
      ok: true,
      parameters: { oauth_consumer_key: 'printer', oauth_signature_method: 'RSA-SHA256' },
    })
  })

  it('overrides the profile: --transmission and --body-hash', async () => {
    const inQuery = await run('sign', URL_TO_SIGN, '--curl', '--transmission', 'query')
    expect(inQuery.standardOutput).toMatch(/photos\?oauth_/)
    const json = ['--json', '{}', '--body-hash']
    expect((await run('sign', URL_TO_SIGN, ...json)).standardOutput).toContain('oauth_body_hash')
  })

  it('leaves the profile unchanged', async () => {
    const file = join(folder, '.config/oauthplus/profiles/default.json')
    const before = await readFile(file, 'utf8')
    await sign('--realm', 'other', '--token', 'other-token')
    expect(await readFile(file, 'utf8')).toBe(before)
  })

  it.each([
    ['--realm', 'other'],
    ['--signature-method', 'HMAC-SHA256'],
    ['--transmission', 'query'],
    ['--body-hash'],
  ])('is refused for a preset, which has its own settings: %s %s', async (...flags) => {
    expect(await run('sign', 'https://api.x.com/2/users/me', '-p', 'x', ...flags)).toEqual({
      code: 2,
      standardOutput: '',
      standardError: `oauthplus: The profile uses the preset x, which has its own signature settings: omit ${flags[0]}\n`,
    })
  })

  it('is refused for a passphrase without a private key', async () => {
    const { code, standardError } = await run('sign', URL_TO_SIGN, '--passphrase-file', 'key.pem')
    expect(code).toBe(2)
    expect(standardError).toBe('oauthplus: --passphrase-file needs --private-key\n')
  })
})
