import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { createProvider } from '@oauthplus/server'
import { sqliteStore } from '@oauthplus/store-sqlite'
import { afterAll, beforeAll, expect, it } from 'vitest'

import { send } from '../../../test/provider-app.js'
import { HAS_POSTGRES, startPostgres } from '../../../test/servers/postgres.js'
import { startPhotoSite } from './photo-site.js'
import { runOauthplus } from './run-oauthplus.js'
import type { EndedProcess } from './run-oauthplus.js'

const DUMP = fileURLToPath(new URL('django-dump.json', import.meta.url))

let folder: string
let storeUrl: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'oauthplus-cli-'))
  storeUrl = `sqlite:${join(folder, 'provider.db')}`
  await oauthplus('migrate')
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** Runs a command on the store of this file, which is set in the environment. */
function oauthplus(...args: readonly string[]): Promise<EndedProcess> {
  return runOauthplus(args, { folder, environment: { OAUTHPLUS_STORE: storeUrl } })
}

/** Runs a command that prints JSON. */
async function json(...args: readonly string[]): Promise<Record<string, unknown>> {
  const { standardOutput, standardError, code } = await oauthplus(...args, '--json')
  expect([code, standardError]).toEqual([0, expect.not.stringContaining('oauthplus:')])
  return JSON.parse(standardOutput) as Record<string, unknown>
}

it('manages a consumer from registration to removal', async () => {
  const added = await json(
    'consumer',
    'add',
    'Printer',
    '--key',
    'printer',
    '--callback',
    'oob',
    '--xauth',
  )
  const key = 'printer'
  expect(added).toMatchObject({ key, name: 'Printer', status: 'accepted', allowXauth: true })
  expect(added.secret).toMatch(/^[\w-]{42}$/)

  const [shown, listed] = await Promise.all([
    oauthplus('consumer', 'show', key),
    oauthplus('consumer', 'list'),
  ])
  expect(shown.standardOutput).toContain('may\tuse xAuth')
  expect(shown.standardOutput).not.toContain(String(added.secret))
  expect(listed.standardOutput.split('\n')[0]?.split('\t').slice(0, 3)).toEqual([
    key,
    'Printer',
    'accepted',
  ])

  for (const [change, status] of [
    ['reject', 'rejected'],
    ['cancel', 'canceled'],
    ['accept', 'accepted'],
  ] as const) {
    expect(await json('consumer', change, key)).toMatchObject({ status })
  }
  const updated = await json(
    'consumer',
    'update',
    key,
    '--no-xauth',
    '--callback',
    'https://printer.example/cb',
  )
  expect(updated).toMatchObject({ allowXauth: false, callbacks: ['https://printer.example/cb'] })

  const allowed = await json(
    'consumer',
    'update',
    key,
    '--method',
    'PLAINTEXT',
    '--plaintext-in-query',
  )
  expect(allowed).toMatchObject({ allowPlaintextInQuery: true })
  const allowedShown = await oauthplus('consumer', 'show', key)
  expect(allowedShown.standardOutput).toContain('may\tsend PLAINTEXT in the query')
  const signs = ['--method', 'HMAC-SHA1', '--no-plaintext-in-query']
  expect(await json('consumer', 'update', key, ...signs)).toMatchObject({
    allowPlaintextInQuery: false,
  })

  const undotted = ['consumer', 'update', key, '--callback', 'myapp:/cb']
  const { code, standardError } = await oauthplus(...undotted)
  expect([code, standardError]).toEqual([
    expect.any(Number),
    expect.stringContaining('--native-scheme'),
  ])
  expect(code).not.toBe(0)
  expect(await json(...undotted, '--native-scheme', 'myapp')).toMatchObject({
    callbacks: ['myapp:/cb'],
  })
  expect(await json('consumer', 'update', key, '--description', 'Prints')).toMatchObject({
    description: 'Prints',
    callbacks: ['myapp:/cb'],
  })

  const rotated = await json('consumer', 'rotate', key)
  expect(rotated.secret).not.toBe(added.secret)
  const store = sqliteStore(storeUrl.slice('sqlite:'.length))
  const record = await store.findConsumer(key)
  expect(record?.secrets.map(({ value }) => value)).toEqual([rotated.secret, added.secret])
  await store.close()

  const unasked = await oauthplus('consumer', 'remove', key)
  expect(unasked).toMatchObject({
    code: 2,
    standardError: expect.stringContaining('--yes') as string,
  })
  expect(await oauthplus('consumer', 'remove', key, '--yes')).toMatchObject({ code: 0 })
  expect(await oauthplus('consumer', 'show', key)).toMatchObject({
    code: 1,
    standardError: 'oauthplus: There is no consumer with this key.\n',
  })
})

it("reads the owner's secret from the environment, never from an argument", async () => {
  const { code, standardOutput } = await runOauthplus(
    ['consumer', 'add', 'Own', '--key', 'own', '--own-secret', '--json'],
    { folder, environment: { OAUTHPLUS_STORE: storeUrl, OAUTHPLUS_CONSUMER_SECRET: 'of my own' } },
  )
  expect([code, (JSON.parse(standardOutput) as { secret: string }).secret]).toEqual([
    0,
    'of my own',
  ])
  const withoutTerminal = await oauthplus('consumer', 'add', 'Own', '--own-secret')
  expect(withoutTerminal).toMatchObject({
    code: 2,
    standardError: 'oauthplus: There is no terminal for a prompt: set OAUTHPLUS_CONSUMER_SECRET\n',
  })
})

it('issues, lists and revokes tokens, and reports the granted scopes', async () => {
  await json('consumer', 'add', 'Album', '--key', 'album')
  const issue = ['token', 'issue', '--consumer', 'album', '--user', 'jane', '--scope']
  const issued = await json(...issue, 'photos')
  expect(Object.keys(issued)).toEqual(['key', 'secret'])
  await json(...issue, 'upload')

  const listed = await oauthplus('token', 'list', '--user', 'jane')
  expect(listed.standardOutput).toContain(`${String(issued.key)}\tAlbum\tjane\tphotos\towner\t`)
  expect(listed.standardOutput).not.toContain(String(issued.secret))
  expect((await oauthplus('scope', 'list')).standardOutput).toBe(
    'photos\t1\t1\t1\nupload\t1\t1\t1\n',
  )

  expect((await oauthplus('scope', 'revoke', 'upload', '--yes')).code).toBe(0)
  expect((await oauthplus('token', 'revoke', '--yes', '--', String(issued.key))).code).toBe(0)
  expect((await oauthplus('token', 'revoke', '--yes', '--', String(issued.key))).code).toBe(1)
  expect((await oauthplus('token', 'list')).standardOutput).toBe('')
  expect((await oauthplus('purge')).standardError).toMatch(/^Deleted: \d+\.\n$/)
  expect((await oauthplus('store', 'check')).standardError).toBe('The store works.\n')
})

it('imports django-oauth-plus repeatedly, and the imported data works', async () => {
  const store = `sqlite:${join(folder, 'imported.db')}`
  const onto = (...args: string[]) => runOauthplus([...args, '--store', store], { folder })
  await onto('migrate')
  const first = await onto('import', 'django-oauth-plus', DUMP)
  expect(first.standardOutput).toMatchInlineSnapshot(`
    "consumers: 2 imported, 0 already present
    tokens: 1 imported, 0 already present
    not imported: callback of consumer dpf43f3p2l4k3l03: callbacks must not have or contain the scheme javascript, which browsers or operating systems act upon; use a private scheme of the application, such as com.example.app
    not imported: callbacks of consumer waiting: no token has one: add them with oauthplus consumer update --callback
    not imported: Consumer bare: secret must be a string that is not empty, without NUL or unpaired surrogates, received an empty string
    not imported: Consumer with space: key must be 1 to 255 printable ASCII characters, received a string of 10 characters
    not imported: token request0000: a request token: its user can start again
    not imported: token unapproved: its user has not approved it
    not imported: token ofbare: its consumer was not imported
    not imported: token nobody: it has no user
    not imported: token lostscope: its scope is not in the dump
    not imported: token natural: it has natural keys: create the dump without --natural-foreign
    not imported: token longuser: its key or its user is longer than 255 bytes
    Add these to the scopes option of createProvider:
      "photos": {"description":"photos","allowWrites":false},
      "upload": {"description":"upload"},
    "
  `)
  const again = await onto('import', 'django-oauth-plus', DUMP)
  expect(again.standardOutput).toContain('consumers: 0 imported, 2 already present')
  expect(again.standardOutput).toContain('tokens: 0 imported, 1 already present')

  const opened = sqliteStore(store.slice('sqlite:'.length))
  const { consumers } = createProvider({ store: opened, findUser: () => undefined })
  expect(await consumers.find('waiting')).toMatchObject({
    status: 'pending',
    callbacks: ['oob'],
    allowXauth: false,
  })
  expect(await consumers.find('dpf43f3p2l4k3l03')).toMatchObject({
    status: 'accepted',
    ownerId: '7',
    allowXauth: true,
    description: 'Prints',
    callbacks: ['oob', 'http://printer.example.com/ready', 'http://printer.example.com/other'],
  })
  const site = await startPhotoSite(opened)
  const answer = await send(
    { method: 'GET', url: `${site.origin}/photos` },
    {
      consumer: { key: 'dpf43f3p2l4k3l03', secret: 'kd94hf93k423kf44' },
      token: { key: 'nnch734d00sl2jdk', secret: 'pfkkdhi9sl3r4s00' },
    },
  )
  expect(await answer.json()).toMatchObject({ user: '7' })
  site.close()
  await opened.close()
})

it('imports consumers of django-oauth-plus that use PLAINTEXT in URLs', async () => {
  const store = `sqlite:${join(folder, 'plaintext.db')}`
  const onto = (...args: string[]) => runOauthplus([...args, '--store', store])
  expect((await onto('migrate')).code).toBe(0)
  const imported = await onto('import', 'django-oauth-plus', DUMP, '--plaintext-in-query')
  expect(imported.standardOutput).toContain('consumers: 2 imported')
  const shown = await onto('consumer', 'show', 'dpf43f3p2l4k3l03', '--json')
  expect(JSON.parse(shown.standardOutput)).toMatchObject({
    signatureMethods: ['HMAC-SHA1', 'HMAC-SHA256', 'HMAC-SHA512', 'PLAINTEXT'],
    allowPlaintextInQuery: true,
  })
})

it('imports callbacks of django-oauth-plus without a dot in the scheme if they are allowed', async () => {
  const dump = (await readFile(DUMP, 'utf8')).replaceAll('javascript:alert(1)', 'myapp://cb')
  const file = join(folder, 'native.json')
  await writeFile(file, dump)
  const callbacksWith = async (name: string, ...flags: string[]) => {
    const store = ['--store', `sqlite:${join(folder, name)}`]
    expect((await runOauthplus(['migrate', ...store])).code).toBe(0)
    const { standardOutput } = await runOauthplus([
      'import',
      'django-oauth-plus',
      file,
      ...store,
      ...flags,
    ])
    const shown = await runOauthplus(['consumer', 'show', 'dpf43f3p2l4k3l03', '--json', ...store])
    const { callbacks } = JSON.parse(shown.standardOutput) as { readonly callbacks: string[] }
    return { isNamed: standardOutput.includes('--native-scheme'), callbacks }
  }
  expect(await callbacksWith('dotted.db')).toEqual({
    isNamed: true,
    callbacks: expect.not.arrayContaining(['myapp://cb']) as string[],
  })
  expect(await callbacksWith('undotted.db', '--native-scheme', 'myapp')).toEqual({
    isNamed: false,
    callbacks: expect.arrayContaining(['myapp://cb']) as string[],
  })
})

it('supports PostgreSQL like SQLite', async (context) => {
  if (!HAS_POSTGRES) return context.skip()
  const server = await startPostgres()
  context.onTestFinished(() => server.stop())
  const onto = (...args: string[]) => runOauthplus([...args, '--store', server.url])
  const unready = await onto('consumer', 'list')
  expect(unready.code).toBe(3)
  expect((await onto('migrate')).code).toBe(0)
  expect((await onto('consumer', 'add', 'Printer', '--key', 'printer')).code).toBe(0)
  expect((await onto('consumer', 'list')).standardOutput).toContain('printer\tPrinter\taccepted')
})

it.each([
  [2, ['consumer', 'list'], '--store is required. You can also set OAUTHPLUS_STORE'],
  [2, ['consumer', 'list', '--store', 'memory:'], 'A store in memory ends with its process'],
  [2, ['consumer', 'list', '--store', 'mysql://u:hidden@h/'], 'The store must be sqlite:FILE'],
  [3, ['store', 'check', '--store', 'postgres://u:hidden@127.0.0.1:1/d'], 'ECONNREFUSED'],
  [3, ['consumer', 'list', '--store', 'redis://u:hidden@127.0.0.1:1'], 'service_unavailable'],
  [2, ['consumer', 'ad'], "unknown command 'ad'"],
  [2, ['consumer', 'add', 'x', '--nonsense'], "unknown option '--nonsense'"],
  [2, ['consumer', 'show', '-key'], 'arguments that begin with - go after --'],
  [2, ['import', 'django-oauth-plus', '/nowhere.json', '--store', 'sqlite:x'], 'cannot be read'],
])('exits with status %i and one line for %j', async (exitCode, args, message) => {
  const { code, standardError, standardOutput } = await runOauthplus(args, { folder })
  expect([code, standardOutput]).toEqual([exitCode, ''])
  expect(standardError).toMatch(/^oauthplus: [^\n]+\n$/)
  expect(standardError).toContain(message)
  expect(standardError).not.toContain('hidden')
})

it('imports nothing from an invalid dump', async () => {
  const file = join(folder, 'none.json')
  await writeFile(file, '[{"model": "auth.user", "pk": 1, "fields": {}}]')
  const { code, standardError } = await oauthplus('import', 'django-oauth-plus', file)
  expect([code, standardError]).toEqual([2, expect.stringContaining('dumpdata oauth_provider')])
})
