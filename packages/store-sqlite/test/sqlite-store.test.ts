import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'

import type { ConsumerRecord } from '@oauthplus/server'
import { build } from 'esbuild'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { sqliteStore } from '../src/index.js'
import type { SqliteDatabase } from '../src/index.js'
import { createStatements } from '../src/statements.js'

const Libsql = createRequire(import.meta.url)('libsql') as new (file: string) => SqliteDatabase
const directory = mkdtempSync(join(tmpdir(), 'store-sqlite-'))
const NOW = 1_800_000_000
const USER = { userId: 'jane', verifierDigest: 'digest' } as const
const never = { purgeEverySeconds: false } as const
afterAll(() => rmSync(directory, { recursive: true }))

const nonce = (digest: string) => ({
  digest,
  consumerKey: 'printer',
  expiresAtSeconds: NOW,
  nowSeconds: NOW,
})

describe('the statements', () => {
  let database: SqliteDatabase
  beforeAll(async () => {
    database = new Libsql(join(directory, 'plans.db'))
    await sqliteStore(database, never).migrate()
  })

  const texts = Object.entries(createStatements('oauth_')).flatMap(([name, text]) =>
    typeof text === 'string'
      ? [[name, text] as const]
      : Object.entries(text as Record<string, string>).map(
          ([which, one]) => [`${name} ${which}`, one] as const,
        ),
  )
  it.each(texts)('%s: reads no table from end to end', (_name, statement) => {
    const plan = database.prepare(`EXPLAIN QUERY PLAN ${statement}`).all() as { detail: string }[]
    // One row of constants is not a table.
    const scans = plan.filter(({ detail }) => /^SCAN (?!CONSTANT ROW|\(subquery)/.test(detail))
    expect(scans).toEqual([])
  })
})

it('continues with the data of an earlier process', async () => {
  const file = join(directory, 'restart.db')
  const first = sqliteStore(file, never)
  await first.migrate()
  expect(await first.recordNonce(nonce('used yesterday'))).toBe('recorded')
  await first.close()
  const second = sqliteStore(file, never)
  await second.migrate()
  expect(await second.recordNonce(nonce('used yesterday'))).toBe('used')
  await second.close()
})

describe('in separate processes', () => {
  const program = join(directory, 'migrating-process.mjs')
  const migrating = (file: string) =>
    spawn(process.execPath, [program, file], { stdio: ['pipe', 'pipe', 'pipe'] })

  beforeAll(() =>
    build({
      entryPoints: [fileURLToPath(new URL('migrating-process.ts', import.meta.url))],
      outfile: program,
      bundle: true,
      format: 'esm',
      platform: 'node',
      conditions: ['@oauthplus/source'],
      logLevel: 'error',
    }),
  )

  it('says what to install without a driver', async () => {
    const child = migrating(join(directory, 'no-driver.db'))
    child.stdin.end('migrate')
    const [ended, reason] = await Promise.all([once(child, 'close'), text(child.stderr)])
    if (process.getBuiltinModule('node:sqlite') === undefined) {
      expect(reason).toContain('libsql could not be loaded. Install it: npm install libsql')
    } else expect(ended).toEqual([0, null])
  })

  it('is migrated by ten at once', async () => {
    // The program finds libsql there.
    const modules = fileURLToPath(new URL('../node_modules', import.meta.url))
    symlinkSync(modules, join(directory, 'node_modules'))
    const file = join(directory, 'ten.db')
    const processes = Array.from({ length: 10 }, () => migrating(file))
    const ended = Promise.all(
      processes.map((child) => Promise.all([once(child, 'close'), text(child.stderr)])),
    )
    await Promise.all(processes.map((child) => once(child.stdout, 'data')))
    for (const child of processes) child.stdin.end('migrate')
    for (const [outcome, reason] of await ended) expect(outcome, reason).toEqual([0, null])
    const store = sqliteStore(file, never)
    await store.check()
    await store.close()
  })
})

it('says what is missing before migrate, and refuses the tables of a newer version', async () => {
  const file = join(directory, 'versions.db')
  const store = sqliteStore(file, never)
  await expect(store.check()).rejects.toThrow('call migrate() first')
  await store.migrate()
  new Libsql(file).exec("UPDATE oauth_meta SET value = 99 WHERE name = 'version'")
  await expect(store.check()).rejects.toThrow('newer version')
  await expect(store.migrate()).rejects.toThrow('newer version')
  await store.close()
})

it('brings consumers of the first tables along, who may put no secrets into URLs', async () => {
  const file = join(directory, 'first-tables.db')
  const store = sqliteStore(file, never)
  await store.migrate()
  const consumer: ConsumerRecord = {
    key: 'printer',
    revision: 0,
    name: 'Printer',
    description: '',
    status: 'accepted',
    secrets: [{ value: 'consumer secret' }],
    publicKeys: [],
    signatureMethods: ['PLAINTEXT'],
    callbacks: ['oob'],
    allowXauth: false,
    allowTwoLegged: false,
    requireBodyHash: false,
    allowPlaintextInQuery: false,
    addressRanges: [],
    createdAtSeconds: NOW,
  }
  await store.createConsumer(consumer)
  new Libsql(file).exec(`
    DROP INDEX oauth_consumers_by_owner;
    DROP INDEX oauth_consumers_by_status;
    DROP TABLE oauth_audit;
    DROP TABLE oauth_refusals;
    ALTER TABLE oauth_consumers DROP COLUMN plaintext_in_query_allowed;
    ALTER TABLE oauth_consumers DROP COLUMN icon_url;
    ALTER TABLE oauth_consumers DROP COLUMN status_reason;
    ALTER TABLE oauth_consumers DROP COLUMN scopes;
    UPDATE oauth_meta SET value = 1 WHERE name = 'version'`)
  await expect(store.check()).rejects.toThrow('those of an earlier version; call migrate() first')
  await store.close()
  const updated = sqliteStore(file, never)
  await updated.migrate()
  await updated.check()
  expect(await updated.findConsumer(consumer.key)).toEqual(consumer)
  const changed = { ...consumer, revision: 1, allowPlaintextInQuery: true }
  expect(await updated.replaceConsumer(changed)).toBe('replaced')
  expect(await updated.findConsumer(consumer.key)).toEqual(changed)
  await updated.close()
})

it('refuses a database in memory, and one that is read-only', async () => {
  const inMemory = sqliteStore(new Libsql(':memory:'), never)
  await expect(inMemory.migrate()).rejects.toThrow('The journal is memory, not wal')
  const database = new Libsql(join(directory, 'read-only.db'))
  const store = sqliteStore(database, never)
  await store.migrate()
  database.exec('PRAGMA query_only = ON')
  await expect(store.check()).rejects.toThrow('readonly')
  database.exec('PRAGMA query_only = OFF')
  await store.check()
})

it('says that a file is not a database, and that a folder does not exist', async () => {
  const file = join(directory, 'text.db')
  writeFileSync(file, 'No database, but long enough to be taken for one. '.repeat(100))
  for (const [name, message] of [
    [file, 'not a database'],
    [
      join(directory, 'nowhere', 'oauth.db'),
      `sqliteStore: the folder ${join(directory, 'nowhere')} does not exist. Create it, or name another file`,
    ],
    [
      `file:${join(directory, 'nowhere')}/oauth.db?cache=private`,
      `sqliteStore: the folder ${join(directory, 'nowhere')} does not exist. Create it, or name another file`,
    ],
    [join(file, 'oauth.db'), `sqliteStore: ${join(file, 'oauth.db')} cannot be created (ENOTDIR)`],
  ] as const) {
    const store = sqliteStore(name, never)
    await expect(store.migrate()).rejects.toThrow(message)
    await expect(store.check()).rejects.toThrow(message)
    await store.close()
  }
})

it('rejects while another connection writes for long, and works again after it', async () => {
  const file = join(directory, 'busy.db')
  const store = sqliteStore(file, { ...never, busyTimeoutSeconds: 0 })
  await store.migrate()
  const other = new Libsql(file)
  other.exec('BEGIN IMMEDIATE')
  await expect(store.recordNonce(nonce('late'))).rejects.toThrow(/locked/)
  await expect(store.revokeTokens({ userId: 'jane' }, NOW)).rejects.toThrow(/locked/)
  other.exec('COMMIT')
  expect(await store.recordNonce(nonce('late'))).toBe('recorded')
  await store.close()
})

it('has committed each write that it confirms after it was locked out', async () => {
  const file = join(directory, 'locked-out.db')
  const store = sqliteStore(file, { ...never, busyTimeoutSeconds: 0 })
  await store.migrate()
  const other = new Libsql(file)
  const count = other.prepare('SELECT count(*) AS nonces FROM oauth_nonces')
  const lockedOut: readonly (() => Promise<unknown>)[] = [
    () => store.recordNonce(nonce('locked out')),
    () => store.recordNonce({ ...nonce('locked out'), accessTokenKey: 'token' }),
    () => store.approveRequestToken('key', { ...USER, nowSeconds: NOW }),
    () => store.countWrongVerifier('key', 5),
    () => store.revokeTokens({ tokenKey: 'token' }, NOW),
    () => store.purge(NOW - 1),
  ]
  for (const [index, operation] of lockedOut.entries()) {
    other.exec(`BEGIN IMMEDIATE; INSERT INTO oauth_nonces VALUES ('other ${index}', ${NOW})`)
    await expect(operation()).rejects.toThrow(/locked/)
    other.exec('COMMIT')
    expect(await store.recordNonce(nonce(`own ${index}`))).toBe('recorded')
    expect(count.get()).toMatchObject({ nonces: 2 * index + 2 })
  }
  other.close?.()
  await store.close()
})

it('purges more than a thousand nonces, in one connection at a time', async () => {
  const file = join(directory, 'purge.db')
  const [first, second] = [sqliteStore(file, never), sqliteStore(file, never)]
  await first.migrate()
  const filler = new Libsql(file)
  filler.exec(`INSERT INTO oauth_nonces (digest, expires_at_seconds)
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2500)
    SELECT i, ${NOW} FROM n`)
  const counts = await Promise.all([first.purge(NOW + 1), second.purge(NOW + 1)])
  expect(counts).toEqual([2500, 0])
  await first.close()
  await second.close()
})

it('rejects calls once it was closed, and leaves open what it was given', async () => {
  const database = new Libsql(join(directory, 'given.db'))
  const store = sqliteStore(database)
  await store.migrate()
  await store.close()
  await store.close()
  await expect(store.findConsumer('printer')).rejects.toThrow('closed')
  expect(database.prepare('SELECT count(*) AS n FROM oauth_tokens').all()).toEqual([{ n: 0 }])
})

it.each([
  [{ prefix: 'a; DROP TABLE x' }],
  [{ prefix: '' }],
  [{ busyTimeoutSeconds: 0.251 }],
  [{ busyTimeoutSeconds: -0.1 }],
  [{ busyTimeoutSeconds: NaN }],
  [{ purgeEverySeconds: 0 }],
])('takes no options %j', (options) => {
  expect(() => sqliteStore(join(directory, 'none.db'), options)).toThrow(TypeError)
})

it('keeps the database and its other files from other accounts', async () => {
  const own = mkdtempSync(join(directory, 'modes-'))
  const umask = process.umask(0)
  try {
    const store = sqliteStore(join(own, 'oauth.db'), never)
    await store.migrate()
    await store.recordNonce(nonce('first'))
    const modes = readdirSync(own).map((name) =>
      (statSync(join(own, name)).mode & 0o777).toString(8),
    )
    expect(modes.length).toBeGreaterThan(1)
    expect(new Set(modes)).toEqual(new Set(['600']))
    await store.close()
    const byUri = sqliteStore(`file:${join(own, 'by%20uri.db')}?cache=private`, never)
    await byUri.migrate()
    expect(statSync(join(own, 'by uri.db')).mode & 0o777).toBe(0o600)
    await byUri.close()
    chmodSync(join(own, 'oauth.db'), 0o640)
    const again = sqliteStore(join(own, 'oauth.db'), never)
    await again.check()
    await again.close()
    expect(statSync(join(own, 'oauth.db')).mode & 0o777).toBe(0o640)
  } finally {
    process.umask(umask)
  }
})

it('creates no file for a database in memory', async () => {
  const store = sqliteStore(':memory:', never)
  await expect(store.migrate()).rejects.toThrow('keep the database in a file')
  await store.close()
  expect(readdirSync('.')).not.toContain(':memory:')
})
