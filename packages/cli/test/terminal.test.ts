import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { createProvider } from '@oauthplus/server'
import { sqliteStore } from '@oauthplus/store-sqlite'
import { afterAll, beforeAll, expect, it } from 'vitest'

import { terminalOf } from './on-terminal.js'
import { OAUTHPLUS, runOauthplus } from './run-oauthplus.js'

const ESCAPE = '\u001b['
const CTRL_C = '\u0003'
const CTRL_D = '\u0004'
const MANY = 300

let folder: string
let environment: Readonly<Record<string, string>>

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'oauthplus-cli-'))
  await symlink(OAUTHPLUS, join(folder, 'oauthplus'))
  environment = { OAUTHPLUS_STORE: `sqlite:${join(folder, 'provider.db')}` }
  const store = sqliteStore(join(folder, 'provider.db'))
  await store.migrate()
  const { consumers } = createProvider({ store, findUser: () => undefined })
  for (let count = 0; count < MANY; count++) {
    await consumers.register({ key: `key-${count}`, name: 'Printer'.repeat(30) })
  }
  await store.close()
})
afterAll(() => rm(folder, { recursive: true, force: true }))

it('asks before an irreversible operation, and does nothing without a yes', async (test) => {
  const onTerminal = terminalOf(test)
  const remove = (answer: string) =>
    onTerminal('oauthplus consumer remove key-0', {
      folder,
      environment,
      typed: (shown) => (shown.includes('[y/N]') ? answer : undefined),
    })
  for (const no of ['n\r', '\r', 'yess\r']) {
    const { code, shown } = await remove(no)
    expect([code, shown]).toEqual([2, expect.stringContaining('Nothing was changed')])
  }
  expect(await remove(CTRL_C)).toMatchObject({ code: 130 })
  expect(await runOauthplus(['consumer', 'show', 'key-0'], { folder, environment })).toMatchObject({
    code: 0,
  })
  const removed = await remove('y\r')
  expect([removed.code, removed.shown]).toEqual([0, expect.stringContaining('Removed.')])
})

it('exits with status 130 on Ctrl-C at a secret prompt, and does not show the input', async (test) => {
  const onTerminal = terminalOf(test)
  const sign = (keys: string) =>
    onTerminal('oauthplus sign https://photos.example/ --consumer-key key', {
      folder,
      typed: (shown) => (shown.includes('Consumer secret (not shown):') ? keys : undefined),
    })
  const canceled = await sign(CTRL_C)
  expect(canceled.code).toBe(130)
  expect(canceled.shown).not.toContain('oauthplus:')
  const signed = await sign('open sesame\r')
  expect([signed.code, signed.shown]).toEqual([0, expect.stringContaining('oauth_signature=')])
  expect(signed.shown).not.toContain('sesame')
})

it('exits with status 130 on Ctrl-D at a prompt', async (test) => {
  const ended = await terminalOf(test)(
    'oauthplus sign https://photos.example/ --consumer-key key',
    {
      folder,
      typed: (shown) => (shown.includes('(not shown):') ? CTRL_D : undefined),
    },
  )
  expect(ended.code).toBe(130)
  expect(ended.shown).not.toMatch(/oauthplus:|Warning/)
})

it('shows no secret if standard error is a file', async (test) => {
  const { code, shown } = await terminalOf(test)(
    'oauthplus sign https://photos.example/ --consumer-key key 2>errors.txt',
    { folder, typed: (text) => (text.includes('(not shown):') ? 'open sesame\r' : undefined) },
  )
  expect([code, shown]).toEqual([0, expect.stringContaining('oauth_signature=')])
  expect(shown).not.toContain('sesame')
})

it('reads a pasted request, then asks once for each of its secrets', async (test) => {
  const header = (nonce: string) => ({
    name: 'Authorization',
    value: `OAuth oauth_consumer_key="printer", oauth_token="of jane", oauth_nonce="${nonce}", oauth_timestamp="1", oauth_signature_method="HMAC-SHA1", oauth_signature="x"`,
  })
  const entry = (nonce: string) => ({
    request: { method: 'GET', url: 'https://photos.example/', headers: [header(nonce)] },
  })
  const har = JSON.stringify({ log: { entries: [entry('a'), entry('b')] } }, undefined, 1)
  const { code, shown } = await terminalOf(test)('oauthplus explain', {
    folder,
    typed: (text) => {
      if (text.includes('Paste the request,')) return `${har}\n${CTRL_D}`
      return text.includes('(not shown):') ? 'open sesame\r' : undefined
    },
  })
  expect(code).toBe(1)
  expect(shown.match(/(?:Consumer|Token) secret of [^:]+:/g)).toEqual([
    'Consumer secret of printer (not shown):',
    'Token secret of of jane (not shown):',
  ])
  expect(shown.match(/No known cause/g)).toHaveLength(2)
  expect(shown).not.toContain('sesame')
})

it('uses colors on a terminal, but not with NO_COLOR, on a dumb terminal or in a pipe', async (test) => {
  const onTerminal = terminalOf(test)
  const line = 'oauthplus consumer list --status accepted; oauthplus consumer show nobody'
  const shown = async (line: string, more: Readonly<Record<string, string>> = {}) =>
    (await onTerminal(line, { folder, environment: { ...environment, ...more } })).shown
  const coloured = await shown(line)
  expect(coloured).toContain(`${ESCAPE}1mKEY`)
  expect(coloured).toContain(`${ESCAPE}31moauthplus:`)
  for (const plain of [
    await shown(line, { NO_COLOR: '1' }),
    await shown(line, { TERM: 'dumb' }),
    await shown('oauthplus consumer list | cat'),
  ]) {
    expect(plain).toContain('key-1')
    expect(plain).not.toContain(ESCAPE)
  }
})

it('exits silently if the next program in a pipe has read enough', async (test) => {
  const onTerminal = terminalOf(test)
  const line = `bash -c 'oauthplus consumer list | head -1; echo "\${PIPESTATUS[0]}"'`
  const { shown } = await onTerminal(line, { folder, environment })
  expect(shown).toMatch(/^key-\d+\tPrinter[^\n]+\n0\n$/)
})

it('reads standard input for -', async () => {
  const run = (input: string, ...args: readonly string[]) =>
    runOauthplus(args, {
      input,
      folder,
      environment: { ...environment, OAUTHPLUS_CONSUMER_SECRET: 's', OAUTHPLUS_TOKEN_SECRET: 't' },
    })
  const url = ['https://photos.example/', '--consumer-key', 'key']
  const signed = await run('title=Sea', 'sign', '--curl', ...url, '-d', '@-')
  expect(signed.standardOutput).toContain("--data-raw 'title=Sea'")
  const imported = await run('[]', 'import', 'django-oauth-plus', '-')
  expect(imported.standardError).toContain('dumpdata oauth_provider')
  const explained = await run('what is this?', 'explain', '-')
  expect(explained.standardError).toContain('neither a curl command')
  const file = join(folder, 'request.http')
  await writeFile(file, 'what is this?')
  expect(await run('', 'explain', file)).toEqual(explained)
})
