import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { sqliteStore } from '@oauthplus/store-sqlite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { freePort } from '../../../test/servers/free-port.js'
import { terminalOf } from './on-terminal.js'
import { startPhotoSite } from './photo-site.js'
import type { PhotoSite } from './photo-site.js'
import { OAUTHPLUS, runOauthplus } from './run-oauthplus.js'
import type { EndedProcess } from './run-oauthplus.js'

const environment = { OAUTHPLUS_CONSUMER_SECRET: 'secret', OAUTHPLUS_TOKEN_SECRET: 'secret' }
const STORE = ['--store', 'sqlite:oauth.db']
const CONSUMER = ['--consumer-key', 'printer']
// Accepts connections, but does not respond.
const silent = createServer()

let folder: string
let site: PhotoSite
let store: ReturnType<typeof sqliteStore>
let places: Readonly<Record<string, string>>

function run(args: readonly string[]): Promise<EndedProcess> {
  // The ports are known only when the servers run.
  const written = args.map((arg) => arg.replace(/\b[A-Z]{4,}\b/, (name) => places[name] ?? name))
  return runOauthplus(written, { folder, environment })
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'oauthplus-exit-'))
  await symlink(OAUTHPLUS, join(folder, 'oauthplus'))
  store = sqliteStore(join(folder, 'oauth.db'))
  await store.migrate()
  site = await startPhotoSite(store)
  await new Promise<void>((ready) => silent.listen(0, '127.0.0.1', ready))
  places = {
    SITE: site.origin,
    CLOSED: `127.0.0.1:${await freePort()}`,
    SILENT: `http://127.0.0.1:${(silent.address() as AddressInfo).port}`,
  }
  await writeFile(join(folder, 'unsigned.txt'), 'curl https://photos.example/')
  const signed = await run(['sign', '--curl', 'https://photos.example/', ...CONSUMER])
  await writeFile(join(folder, 'right.txt'), signed.standardOutput)
  await writeFile(join(folder, 'wrong.txt'), signed.standardOutput.replace('.example/', '.test/'))
  await run(['consumer', 'add', 'Printer', '--key', 'printer', ...STORE])
  const callback = ['--callback', 'http://127.0.0.1:*']
  await run(['consumer', 'add', 'Editor', '--key', 'editor', '--own-secret', ...callback, ...STORE])
  await run(['profile', 'add', 'waiting', '--site', 'SITE', '--consumer-key', 'editor'])
  for (const name of ['SITE', 'CLOSED', 'SILENT']) {
    const origin = name === 'CLOSED' ? 'http://CLOSED' : name
    await run(['profile', 'add', name.toLowerCase(), '--site', origin, ...CONSUMER])
  }
})
afterAll(async () => {
  site.close()
  silent.close()
  await store.close()
  await rm(folder, { recursive: true, force: true })
})

describe('the program', () => {
  it.each([
    [0, ['--version']],
    [0, ['request', '--help']],
    [0, ['request', '--help-all']],
    [0, ['sign', 'https://photos.example/', ...CONSUMER]],
    [0, ['request', 'SITE/photos', ...CONSUMER]],
    [0, ['explain', 'right.txt']],
    [0, ['consumer', 'list', ...STORE]],
    [0, ['completion', 'bash']],

    [1, ['request', 'SITE/photos', '-f', ...CONSUMER]],
    [1, ['login', '-p', 'site', '--no-browser']],
    [1, ['profile', 'show', 'nobody']],
    [1, ['login', '-p', 'nobody']],
    [1, ['consumer', 'show', 'nobody', ...STORE]],
    [1, ['consumer', 'remove', 'nobody', '--yes', ...STORE]],
    [1, ['token', 'revoke', 'nobody', '--yes', ...STORE]],
    [1, ['scope', 'revoke', 'nothing', '--yes', ...STORE]],
    [1, ['explain', 'wrong.txt']],
    [1, ['explain', 'unsigned.txt']],

    [2, []],
    [2, ['consumer']],
    [2, ['reqest', 'https://photos.example/']],
    [2, ['sign']],
    [2, ['sign', 'photos', ...CONSUMER]],
    [2, ['sign', 'https://photos.example/', '--nonsense']],
    [2, ['sign', 'https://photos.example/', '--signature-method', 'HMAC-MD5', ...CONSUMER]],
    [2, ['login', '--port', 'x']],
    [2, ['explain', 'nowhere.txt']],
    [2, ['consumer', 'list']],
    [2, ['consumer', 'remove', 'printer', ...STORE]],
    [2, ['completion', 'nosh']],

    [3, ['request', 'http://CLOSED/', ...CONSUMER]],
    [3, ['request', 'http://127.0.0.1:1/', ...CONSUMER]],
    [3, ['request', 'http://photos.invalid/', ...CONSUMER]],
    [3, ['login', '-p', 'closed', '--no-browser']],
    [3, ['login', '-p', 'silent', '--no-browser', '--timeout-seconds', '1']],
    [3, ['store', 'check', '--store', 'postgres://CLOSED/oauth']],
    [3, ['consumer', 'list', '--store', 'redis://CLOSED']],
    [3, ['consumer', 'list', '--store', 'sqlite:no/such/folder.db']],
  ])('exits with status %i for %j', async (code, args) => {
    const ended = await run(args)
    expect([ended.code, ended.standardError]).toEqual([code, expect.anything()])
    // One line describes the problem; a command group prints its help.
    const says = code === 0 || args.length < 2 ? /^/ : /^oauthplus: [^\n]+\n$/
    if (!args.includes('-f') && args[0] !== 'explain') expect(ended.standardError).toMatch(says)
  })

  it('exits with status 130 for Ctrl-C at a prompt', async (test) => {
    const { code } = await terminalOf(test)(
      'oauthplus sign https://photos.example/ --consumer-key k',
      {
        folder,
        typed: (shown) => (shown.includes('(not shown):') ? '\u0003' : undefined),
      },
    )
    expect(code).toBe(130)
  })

  it('has only the exit codes in the guide', async () => {
    const guide = await readFile(
      new URL('../../../docs/guide/command-line.md', import.meta.url),
      'utf8',
    )
    const table = guide.split('| exit status').at(-1) ?? ''
    const codes = Array.from(table.matchAll(/^\| (\d+) /gm), ([, code]) => Number(code))
    expect(codes).toEqual([0, 1, 2, 3, 130])
  })
})

describe('login', () => {
  it('reports that the user did not approve in time', async () => {
    const { code, standardError } = await run([
      'login',
      '-p',
      'waiting',
      '--no-browser',
      '--timeout-seconds',
      '1',
    ])
    expect(code).toBe(1)
    expect(standardError).toContain('The user did not approve in time')
  })

  it('reports that the provider did not respond in time', async () => {
    const silently = ['login', '-p', 'silent', '--no-browser', '--timeout-seconds', '1']
    const { code, standardError } = await run(silently)
    expect([code, standardError]).toEqual([3, expect.stringContaining('did not respond in time')])
  })
})

it('exits normally if standard error is closed, and without standard input', async (test) => {
  const onTerminal = terminalOf(test)
  const closed = await onTerminal(
    `bash -c '{ oauthplus nonsense; echo "ended $?" >&3; } 3>&1 2> >(exec true)'`,
    { folder },
  )
  expect(closed.shown).toContain('ended 2')
  const { code, shown } = await onTerminal('NO_COLOR=1 oauthplus explain <&-', { folder })
  expect([code, shown]).toEqual([2, expect.stringMatching(/^oauthplus: [^\n]+\n$/)])
})
