import { execFileSync } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { verifySignature } from '@oauthplus/core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { runOauthplus } from './run-oauthplus.js'
import type { EndedProcess, RunOptions } from './run-oauthplus.js'

const PASSPHRASE = 'correct horse'
const URL_TO_SIGN = 'https://photos.example/'

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'oauthplus-private-key-'))
  const seal = { type: 'pkcs8', cipher: 'aes-256-cbc', passphrase: PASSPHRASE } as const
  const files = {
    'key.pem': privateKey.export({ type: 'pkcs1', format: 'pem' }),
    'key.der': privateKey.export({ type: 'pkcs8', format: 'der' }),
    'sealed.pem': privateKey.export({ ...seal, format: 'pem' }),
    'passphrase.txt': `${PASSPHRASE}\n`,
  }
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content)
  openssl('req -x509 -key key.pem -subj /CN=printer -out certificate.pem')
  openssl(
    'pkcs12 -export -inkey key.pem -in certificate.pem -passout file:passphrase.txt -out key.p12',
  )
})
afterAll(() => rm(folder, { recursive: true, force: true }))

function openssl(command: string): void {
  execFileSync('openssl', command.split(' '), { cwd: folder, stdio: 'ignore' })
}

const run = (args: readonly string[], options: RunOptions = {}): Promise<EndedProcess> =>
  runOauthplus(args, { folder, ...options })

const sign = (flags: readonly string[], options?: RunOptions): Promise<EndedProcess> =>
  run(
    [
      'sign',
      URL_TO_SIGN,
      '--consumer-key',
      'printer',
      '--signature-method',
      'RSA-SHA256',
      ...flags,
    ],
    options,
  )

async function expectSigned({ code, standardOutput, standardError }: EndedProcess): Promise<void> {
  expect(standardError).toBe('')
  expect(code).toBe(0)
  const authorization = standardOutput.trim().replace(/^Authorization: /, '')
  const received = { method: 'GET', url: URL_TO_SIGN, headers: { authorization } }
  const keys = { publicKeys: [publicKey] }
  expect(await verifySignature(received, keys, { signatureMethods: ['RSA-SHA256'] })).toMatchObject(
    {
      ok: true,
    },
  )
}

describe('oauthplus --private-key', () => {
  it.each(['key.pem', 'key.der'])('reads %s', async (file) => {
    await expectSigned(await sign(['--private-key', file]))
  })

  it.each(['sealed.pem', 'key.p12'])(
    'reads %s with a passphrase from the environment or a file',
    async (file) => {
      const environment = { OAUTHPLUS_KEY_PASSPHRASE: PASSPHRASE }
      await expectSigned(await sign(['--private-key', file], { environment }))
      const flags = ['--private-key', file, '--passphrase-file', 'passphrase.txt']
      await expectSigned(await sign(flags))
    },
  )

  it.each([
    [
      ['--private-key', 'sealed.pem'],
      {},
      'There is no terminal for a prompt: set OAUTHPLUS_KEY_PASSPHRASE',
    ],
    [
      ['--private-key', 'sealed.pem'],
      { OAUTHPLUS_KEY_PASSPHRASE: 'wrong one' },
      '--private-key must be a key that its passphrase decrypts: the passphrase is wrong, or the key is damaged',
    ],
    [['--passphrase-file', 'passphrase.txt'], {}, '--passphrase-file needs --private-key'],
    [
      ['--private-key', 'certificate.pem'],
      {},
      '--private-key must be an RSA private key, received a CERTIFICATE, which contains no private key',
    ],
  ])('refuses %s with %s', async (flags, environment, message) => {
    expect(await sign(flags, { environment })).toEqual({
      code: 2,
      standardOutput: '',
      standardError: `oauthplus: ${message}\n`,
    })
  })

  it('stores the files in a profile without asking for a passphrase', async () => {
    const add = [
      'profile',
      'add',
      'default',
      '--consumer-key',
      'printer',
      '--private-key',
      'key.p12',
    ]
    const provider = ['--signature-method', 'RSA-SHA256']
    expect(await run([...add, ...provider])).toMatchObject({ code: 0 })
    const profile = readFileSync(join(folder, '.config/oauthplus/profiles/default.json'), 'utf8')
    expect(profile).toContain('key.p12')
    const environment = { OAUTHPLUS_KEY_PASSPHRASE: PASSPHRASE }
    await expectSigned(await run(['sign', URL_TO_SIGN], { environment }))
    await run(['profile', 'remove', 'default', '--yes'])
    await run([...add, ...provider, '--passphrase-file', 'passphrase.txt'])
    await expectSigned(await run(['sign', URL_TO_SIGN]))
  })

  it('registers a certificate that explain uses', async () => {
    const store = ['--store', `sqlite:${join(folder, 'provider.sqlite')}`]
    const add = [
      'consumer',
      'add',
      'Printer',
      '--key',
      'printer',
      '--public-key',
      'certificate.pem',
    ]
    await run(['migrate', ...store])
    expect(await run([...add, ...store])).toMatchObject({ code: 0 })
    const { standardOutput } = await sign(['--private-key', 'key.pem'])
    const input = `GET / HTTP/1.1\nHost: photos.example\n${standardOutput.startsWith('Auth') ? '' : 'Authorization: '}${standardOutput}\n`
    for (const keys of [store, ['--public-key', 'certificate.pem']]) {
      const explained = await run(['explain', '--scheme', 'https', ...keys], { input })
      expect(explained).toMatchObject({ code: 0 })
    }
  })
})
