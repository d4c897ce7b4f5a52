import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterEach, beforeEach, expect, it } from 'vitest'

import { requirePostgres, startPostgres } from '../../../test/servers/postgres.js'
import { requireRedis, startRedis } from '../../../test/servers/redis.js'
import { runOauthplus } from './run-oauthplus.js'
import type { EndedProcess } from './run-oauthplus.js'

let folder: string
let stops: (() => Promise<void>)[] = []

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'oauthplus-check-'))
})
afterEach(async () => {
  for (const stop of stops) await stop()
  stops = []
  await rm(folder, { recursive: true, force: true })
})

function oauthplus(storeUrl: string, ...args: readonly string[]): Promise<EndedProcess> {
  return runOauthplus([...args, '--store', storeUrl], { folder })
}

it('rejects a Redis that evicts, in check and migrate', async (test) => {
  requireRedis(test)
  const server = await startRedis(['--maxmemory-policy', 'allkeys-lru'])
  stops.push(() => server.stop())
  for (const command of [['store', 'check'], ['migrate']]) {
    expect(await oauthplus(server.url, ...command)).toEqual({
      code: 3,
      standardOutput: '',
      standardError: expect.stringContaining('maxmemory-policy is allkeys-lru') as string,
    })
  }
})

it('accepts a Redis without persistence, and warns', async (test) => {
  requireRedis(test)
  const server = await startRedis(['--appendonly', 'no'])
  stops.push(() => server.stop())
  await oauthplus(server.url, 'migrate')
  const { code, standardError } = await oauthplus(server.url, 'store', 'check')
  expect([code, standardError]).toEqual([
    0,
    expect.stringMatching(/^appendonly is off: .*\nThe store works\.\n$/),
  ])
  const { standardOutput } = await oauthplus(server.url, 'store', 'check', '--json')
  expect(JSON.parse(standardOutput)).toEqual({
    fit: true,
    warnings: [expect.stringContaining('appendonly is off')],
  })
})

it('rejects a PostgreSQL that responds before it has written', async (test) => {
  requirePostgres(test)
  const server = await startPostgres(['synchronous_commit=off'])
  stops.push(() => server.stop())
  expect(await oauthplus(server.url, 'store', 'check')).toMatchObject({
    code: 3,
    standardError: expect.stringContaining('synchronous_commit is off') as string,
  })
})

it.each([
  ['was never prepared', '', /migrate/],
  [
    'is not a database',
    'is not a database, and long enough to have a file header'.repeat(9),
    /not a database/,
  ],
])('rejects a SQLite file that %s', async (_what, text, why) => {
  const file = join(folder, 'provider.db')
  if (text !== '') await writeFile(file, text)
  expect(await oauthplus(`sqlite:${file}`, 'store', 'check')).toMatchObject({
    code: 3,
    standardError: expect.stringMatching(why) as string,
  })
})

it('reports an address without a server, without the password', async () => {
  const { code, standardError } = await oauthplus('redis://:hunter2@127.0.0.1:1', 'store', 'check')
  expect(code).toBe(3)
  expect(standardError).toMatch(/did not respond|ECONNREFUSED/)
  expect(standardError).not.toContain('hunter2')
})

it.each([
  ['consumer', 'list'],
  ['store', 'check'],
])('names the command that creates the tables: %s %s', async (...command) => {
  const { code, standardError } = await oauthplus('sqlite:empty.db', ...command)
  expect([code, standardError]).toEqual([
    3,
    expect.stringMatching(/^oauthplus: The database has no tables; run oauthplus migrate first\b/),
  ])
})

it('names the command that creates the tables of PostgreSQL', async (test) => {
  requirePostgres(test)
  const server = await startPostgres()
  stops.push(() => server.stop())
  expect(await oauthplus(server.url, 'consumer', 'list')).toMatchObject({
    code: 3,
    standardError: expect.stringContaining('run oauthplus migrate') as string,
  })
})
