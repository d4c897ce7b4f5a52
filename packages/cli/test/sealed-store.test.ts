import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterAll, beforeAll, expect, it } from 'vitest'

import { runOauthplus } from './run-oauthplus.js'
import type { EndedProcess } from './run-oauthplus.js'

const base64 = (byte: number): string => Buffer.alloc(32, byte).toString('base64')
const WITH_KEYS = ['--keys', 'keys.json']
const DUMP_WITH_CONSUMER = JSON.stringify([
  {
    model: 'oauth_provider.consumer',
    pk: 1,
    fields: { name: 'Old', key: 'old', secret: 'old-secret-of-old', status: 2, user: null },
  },
])

let folder: string
let listed: EndedProcess

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'oauthplus-sealed-'))
  const keys = { encryption: [base64(1)], lookup: base64(2) }
  await writeFile(join(folder, 'keys.json'), JSON.stringify(keys))
  await writeFile(join(folder, 'dump.json'), DUMP_WITH_CONSUMER)
  await runOn('sealed.db', 'migrate', ...WITH_KEYS)
  await runOn('open.db', 'migrate')
  const add = ['consumer', 'add', 'Printer', '--key', 'printer', '--callback', 'oob']
  await runOn('sealed.db', ...add, ...WITH_KEYS)
  await runOn('open.db', ...add)
  listed = await runOn('sealed.db', 'consumer', 'list', '--json', ...WITH_KEYS)
})
afterAll(() => rm(folder, { recursive: true, force: true }))

function runOn(file: string, ...args: readonly string[]): Promise<EndedProcess> {
  return runOauthplus([...args, '--store', `sqlite:${join(folder, file)}`], { folder })
}

it.each([
  'consumer add Camera --key camera --callback oob',
  'consumer rotate printer',
  'consumer update printer --name Other',
  'consumer cancel printer',
  'consumer remove printer --yes',
  'consumer list',
  'consumer show printer',
  'token issue --consumer printer --user jane',
  'token list',
  'token revoke --user jane --yes',
  'scope list',
  'purge',
  'import django-oauth-plus dump.json',
  'migrate',
  'store check',
])('oauthplus %s refuses a sealed store without its keys', async (command) => {
  expect(await runOn('sealed.db', ...command.split(' '))).toEqual({
    code: 2,
    standardOutput: '',
    standardError:
      'oauthplus: This store is sealed: pass its keys with --keys FILE, or with OAUTHPLUS_ENCRYPTION_KEYS and OAUTHPLUS_LOOKUP_KEY\n',
  })
  expect(await runOn('sealed.db', 'consumer', 'list', '--json', ...WITH_KEYS)).toEqual({
    ...listed,
    code: 0,
  })
})

it.each([
  'consumer add Camera --key camera --callback oob',
  'consumer rotate printer',
  'token list',
])('oauthplus %s refuses keys for a store that is not sealed', async (command) => {
  expect(await runOn('open.db', ...command.split(' '), ...WITH_KEYS)).toEqual({
    code: 2,
    standardOutput: '',
    standardError: expect.stringContaining('This store is not sealed: omit --keys') as string,
  })
  expect((await runOn('open.db', 'store', 'check')).code).toBe(0)
})
