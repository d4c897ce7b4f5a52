import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { afterAll, beforeAll, expect, it } from 'vitest'

import { runOauthplus } from './run-oauthplus.js'

const DUMP = fileURLToPath(new URL('django-dump.json', import.meta.url))
const KEYS = { encryption: ['k'.repeat(43) + '='], lookup: 'l'.repeat(43) + '=' }

let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'oauthplus-json-'))
  await writeFile(join(folder, 'keys.json'), JSON.stringify(KEYS))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const aConsumer = { key: 'printer', name: 'Printer' }

// The order matters: each command uses the results of the previous ones.
it.each<[words: string, printed: unknown]>([
  ['migrate', { ready: true }],
  ['store check', { fit: true, warnings: [] }],
  ['consumer add Printer --key printer', { ...aConsumer, status: 'accepted' }],
  ['consumer list', [aConsumer]],
  ['consumer show printer', aConsumer],
  [
    'consumer update printer --website https://printer.example/',
    { website: 'https://printer.example/' },
  ],
  ['consumer update printer --scope photos --scope albums', { scopes: ['photos', 'albums'] }],
  [
    'consumer update printer --icon https://printer.example/i.png',
    { scopes: ['photos', 'albums'] },
  ],
  ['consumer update printer --scope=', { iconUrl: 'https://printer.example/i.png' }],
  ['consumer reject printer --reason Spam', { status: 'rejected', statusReason: 'Spam' }],
  [
    'consumer log printer',
    [
      { action: 'rejected', reason: 'Spam' },
      ...Array.from({ length: 4 }, () => ({ action: 'updated' })),
      { action: 'registered' },
    ],
  ],
  ['consumer list --status rejected --owner jane', []],
  ['consumer cancel printer', { status: 'canceled' }],
  ['consumer accept printer', { status: 'accepted' }],
  ['consumer rotate printer', { key: 'printer', secret: expect.any(String) as string }],
  [
    'token issue --consumer printer --user jane --scope photos',
    { key: expect.any(String) as string },
  ],
  ['token list', [{ userId: 'jane', scopes: ['photos'] }]],
  ['scope list', [{ name: 'photos', tokens: 1 }]],
  ['scope revoke photos --yes', { revoked: 1 }],
  ['token issue --consumer printer --user jane', { key: expect.any(String) as string }],
  ['token revoke --user jane --yes', { revoked: 1 }],
  ['purge', { forgotten: expect.any(Number) as number }],
  ['consumer remove printer --yes', { removed: 'printer' }],
  [`import django-oauth-plus ${DUMP}`, { consumers: { present: 0 } }],
])('%s --json prints one document', async (words, printed) => {
  const store = `sqlite:${join(folder, 'provider.db')}`
  const { code, standardOutput, standardError } = await runOauthplus(
    [...words.split(' '), '--json', '--store', store],
    { folder },
  )
  expect([code, standardError]).toEqual([0, expect.not.stringContaining('oauthplus:')])
  expect(JSON.parse(standardOutput)).toMatchObject(printed as object)
})

it('rekey --json prints one document', async () => {
  const sealed = ['--store', `sqlite:${join(folder, 'sealed.db')}`, '--keys', 'keys.json']
  await runOauthplus(['migrate', ...sealed], { folder })
  const { code, standardOutput } = await runOauthplus(['rekey', '--json', ...sealed], { folder })
  expect([code, JSON.parse(standardOutput)]).toEqual([0, { consumers: 0, accessTokens: 0 }])
})
