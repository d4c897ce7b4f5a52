import { inspect } from 'node:util'

import type {
  AccessTokenRecord,
  AuditEntry,
  ConsumerRecord,
  RequestTokenRecord,
} from '@oauthplus/server'
import { postgresStore, postgresThrottle } from '@oauthplus/store-postgres'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'

import { accessToken, send, startProviderApp } from '../../../test/provider-app.js'
import { startPostgresProxy } from '../../../test/servers/postgres-proxy.js'
import { HAS_POSTGRES, requirePostgres, startPostgres } from '../../../test/servers/postgres.js'
import type { PostgresServer } from '../../../test/servers/postgres.js'
import { until } from '../../../test/servers/redis.js'

const NOW = 1_800_000_000
const QUIET = { purgeEverySeconds: false } as const

// Other programs may have the processors meanwhile.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 })

let server: PostgresServer

beforeAll(async () => {
  if (HAS_POSTGRES) server = await startPostgres()
})

afterAll(async () => {
  if (HAS_POSTGRES) await server.stop()
})

beforeEach(requirePostgres)

it('finds a consumer as it is now, however it was changed', async () => {
  const url = await server.createDatabase()
  const store = postgresStore(url, QUIET)
  await store.migrate()
  await store.createConsumer(consumer())
  const find = async () => (await store.findCredentials('printer', undefined)).consumer
  expect(await find()).toEqual(consumer())
  expect(await find()).toEqual(consumer())
  // Without a new revision, as an owner may do by hand.
  await inDatabase(url, "UPDATE oauth_consumers SET status = 'rejected'")
  expect(await find()).toEqual({ ...consumer(), status: 'rejected' })
  await store.removeConsumer('printer')
  expect(await find()).toBeUndefined()
  await store.close()
})

describe('migrate', () => {
  it('makes the tables once when ten processes start at the same moment, and leaves them then', async () => {
    const url = await server.createDatabase()
    const options = { ...QUIET, schema: 'photos', prefix: 'p_' }
    const stores = Array.from({ length: 10 }, () => postgresStore(url, options))
    await Promise.all(stores.map((store) => store.migrate()))
    const [store] = stores as [(typeof stores)[0]]
    expect(await store.createConsumer(consumer())).toBe('created')
    await Promise.all(stores.map((each) => each.migrate()))
    expect(await store.findConsumer('printer')).toEqual(consumer())
    expect(await store.recordNonce(nonce('first'))).toBe('recorded')
    expect(await inDatabase(url, 'SELECT digest FROM photos.p_nonces')).toEqual([
      { digest: 'first' },
    ])
    await Promise.all(stores.map((each) => each.close()))
  })

  it('updates the tables of the first version once when ten processes start at the same moment', async () => {
    const url = await server.createDatabase()
    const store = postgresStore(url, QUIET)
    await store.migrate()
    await store.createConsumer(consumer())
    await inDatabase(
      url,
      `ALTER TABLE oauth_consumers DROP COLUMN plaintext_in_query_allowed,
          DROP COLUMN icon_url, DROP COLUMN status_reason, DROP COLUMN scopes;
        DROP INDEX oauth_consumers_owner, oauth_consumers_status;
        DROP TABLE oauth_audit, oauth_refusals;
        UPDATE oauth_settings SET value = 1 WHERE name = 'version'`,
    )
    await expect(store.check()).rejects.toThrow('The tables have the layout 1 of 4: call migrate()')
    const stores = Array.from({ length: 10 }, () => postgresStore(url, QUIET))
    await Promise.all(stores.map((each) => each.migrate()))
    await Promise.all(stores.map((each) => each.close()))
    await store.check()
    expect(await store.findConsumer('printer')).toEqual(consumer())
    const changed = consumer({ revision: 1, allowPlaintextInQuery: true })
    expect(await store.replaceConsumer(changed)).toBe('replaced')
    expect(await store.findConsumer('printer')).toEqual(changed)
    await store.close()
  })

  it('does not change the tables of a newer version', async () => {
    const url = await server.createDatabase()
    const store = postgresStore(url, QUIET)
    await expect(store.check()).rejects.toThrow('call migrate()')
    await store.migrate()
    await inDatabase(url, `UPDATE oauth_settings SET value = 99 WHERE name = 'version'`)
    await expect(store.migrate()).rejects.toThrow('made by a newer version')
    await expect(store.check()).rejects.toThrow('made by a newer version')
    await store.close()
  })

  it.each([
    ['synchronous_commit', 'off', 'synchronous_commit is off'],
    ['default_transaction_isolation', "'repeatable read'", 'read committed'],
  ])('refuses a database whose %s is %s', async (name, value, message) => {
    const url = await server.createDatabase()
    await inDatabase(url, `ALTER DATABASE ${url.split('/').at(-1) ?? ''} SET ${name} = ${value}`)
    const store = postgresStore(url, QUIET)
    await expect(store.migrate()).rejects.toThrow(message)
    await store.close()
  })

  it('refuses a server that does not wait for its disk', async () => {
    const url = await server.createDatabase()
    const store = postgresStore(url, QUIET)
    await server.query('ALTER SYSTEM SET fsync = off')
    try {
      await server.query('SELECT pg_reload_conf()')
      await until(async () => (await server.query('SHOW fsync'))[0]?.fsync === 'off')
      await until(() =>
        store.migrate().then(
          () => false,
          (error: unknown) => String(error).includes('fsync is off'),
        ),
      )
    } finally {
      await server.query('ALTER SYSTEM RESET fsync')
      await server.query('SELECT pg_reload_conf()')
      await until(async () => (await server.query('SHOW fsync'))[0]?.fsync === 'on')
      await store.close()
    }
  })
})

it('reads and writes only with indexes, however many records exist', async () => {
  const url = await server.createDatabase()
  const migrated = postgresStore(url, QUIET)
  await migrated.migrate()
  await migrated.close()
  await inDatabase(url, FILL)
  const scans = `SELECT relname, seq_scan FROM pg_stat_user_tables
    WHERE relname <> 'oauth_settings' ORDER BY relname`
  // A connection reports its statistics when it ends.
  await until(async () => (await connectionsTo(url)) === 0)
  const before = await inDatabase(url, scans)
  expect(before).toHaveLength(6)
  const store = postgresStore(url, QUIET)
  const throttle = postgresThrottle(url)
  // PostgreSQL makes its last plan for a prepared statement after five executions.
  for (let round = 0; round < 8; round++) {
    const key = (name: string): string => `${name} ${round}`
    const consumerKey = key('consumer')
    const entry = (revision: number): AuditEntry => ({
      id: `${round} ${revision}`,
      consumerKey,
      atSeconds: NOW,
      action: 'updated',
      changes: [],
    })
    await store.createConsumer(consumer({ key: consumerKey }), entry(0))
    await store.findConsumer(consumerKey)
    await store.replaceConsumer(consumer({ key: consumerKey, revision: 1 }), entry(1))
    await store.replaceConsumer(consumer({ key: consumerKey, revision: 1 }), entry(2))
    for (const filter of [
      {},
      { ownerId: `owner ${round}` },
      { status: 'pending' },
      { ownerId: `owner ${round}`, status: 'pending' },
    ] as const) {
      await store.listConsumers({ ...filter, after: key('c'), limit: 10 })
    }
    await store.addRefusals([{ consumerKey, day: round, code: 'nonce_used', count: 1 }])
    await store.listRefusals(consumerKey, round)
    await store.listAuditEntries(consumerKey, { limit: 10 })
    await store.listAuditEntries(consumerKey, { before: `${round} 1`, limit: 10 })
    for (const name of ['approved', 'denied', 'other']) {
      await store.createRequestToken(requestToken({ key: key(name), consumerKey }))
    }
    await store.findRequestToken(key('approved'))
    const approval = { userId: 'jane', verifierDigest: 'digest', nowSeconds: NOW }
    expect(await store.approveRequestToken(key('approved'), approval)).toBe('approved')
    expect(await store.denyRequestToken(key('denied'), approval)).toBe('denied')
    await store.countWrongVerifier(key('other'), 5)
    const exchange = { accessToken: access({ key: key('access'), consumerKey }), nowSeconds: NOW }
    expect(await store.exchangeRequestToken(key('approved'), exchange)).toBe('exchanged')
    const renewed = access({ key: key('renewed'), consumerKey })
    const renewal = { sessionHandleDigest: 'handle', accessToken: renewed, nowSeconds: NOW }
    expect(await store.renewAccessToken(key('access'), renewal)).toBe('renewed')
    await store.createAccessToken(access({ key: key('third'), consumerKey }))
    await store.replaceTokenSecret(key('third'), { secret: 'token secret', newSecret: 'new' })
    await store.findCredentials(consumerKey, key('renewed'))
    await store.recordNonce({ ...nonce(key('nonce')), accessTokenKey: key('renewed') })
    const user = `user ${100 + round}`
    for (const filter of [{}, { consumerKey }, { userId: user }, { consumerKey, userId: 'jane' }]) {
      await store.listAccessTokens(filter, { after: 'a', limit: 10 })
    }
    await store.revokeTokens({ tokenKey: key('renewed') }, NOW)
    await store.revokeTokens({ consumerKey, userId: 'jane' }, NOW)
    await store.revokeTokens({ consumerKey }, NOW)
    await store.revokeTokens({ userId: user }, NOW)
    await store.removeConsumer(consumerKey, entry(3))
    await store.purge(NOW + round)
    await throttle.consume(key('someone'))
    await throttle.get(key('someone'))
    await throttle.delete(key('someone'))
  }
  await throttle.close()
  await store.close()
  await until(async () => (await connectionsTo(url)) === 0)
  expect(await inDatabase(url, scans)).toEqual(before)
})

it('takes two round trips for a protected request: one reads, one writes', async () => {
  const proxy = await startPostgresProxy(await server.createDatabase())
  const store = postgresStore(proxy.url, QUIET)
  await store.migrate()
  const app = await startProviderApp({ store })
  const token = await accessToken(app)
  const before = proxy.roundTrips()
  for (let times = 1; times <= 10; times++) {
    const echo = { method: 'GET', url: `${app.origin}/echo` }
    expect((await send(echo, { consumer: app.consumer, token })).status).toBe(200)
    expect(proxy.roundTrips() - before).toBe(2 * times)
  }
  await app.close()
  await store.close()
  await proxy.close()
})

describe('a failure', () => {
  it('of a server that hangs ends each call in time, and leaves nothing behind', async () => {
    const proxy = await startPostgresProxy(await server.createDatabase())
    const store = postgresStore(proxy.url, { ...QUIET, timeoutSeconds: 1 })
    await store.migrate()
    proxy.freeze()
    const began = performance.now()
    const outcomes = await Promise.allSettled(
      Array.from({ length: 40 }, () => store.findConsumer('printer')),
    )
    expect(outcomes.filter(({ status }) => status === 'rejected')).toHaveLength(40)
    expect(performance.now() - began).toBeLessThan(10_000)
    proxy.thaw()
    await until(() =>
      store.findConsumer('printer').then(
        () => true,
        () => false,
      ),
    )
    expect(await store.createConsumer(consumer())).toBe('created')
    await store.close()
    await proxy.close()
  })

  it('of calls leaves no connection of a pool taken', async () => {
    const url = await server.createDatabase()
    const pool = new pg.Pool({ connectionString: url, max: 3 })
    const store = postgresStore(pool, QUIET)
    await store.migrate()
    await store.createConsumer(consumer())
    const unfit = { ...access({ key: 'unfit' }), state: null as never }
    const outcomes = await Promise.allSettled(
      Array.from({ length: 50 }, () => store.createAccessToken(unfit)),
    )
    expect(outcomes.filter(({ status }) => status === 'rejected')).toHaveLength(50)
    // PostgreSQL quotes the row; a log of the error must not contain the secret.
    expect(inspect(outcomes)).toContain('null value in column')
    expect(inspect(outcomes, { depth: null })).not.toContain('token secret')
    expect(pool.waitingCount).toBe(0)
    expect(pool.idleCount).toBe(pool.totalCount)
    expect(await store.findConsumer('printer')).toEqual(consumer())
    await store.close()
    await store.close()
    await expect(store.findConsumer('printer')).rejects.toThrow('closed')
    expect((await pool.query('SELECT 1 AS one')).rowCount).toBe(1)
    await pool.end()
  })

  it('of idle connections is reported, ends nothing, and is over with the next call', async () => {
    const url = await server.createDatabase()
    const told: unknown[] = []
    const store = postgresStore(url, { ...QUIET, onError: (error) => told.push(error) })
    await store.migrate()
    await Promise.all([1, 2, 3].map(() => store.findConsumer('printer')))
    const count = await connectionsTo(url)
    await server.query(
      'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1',
      [url.split('/').at(-1)],
    )
    await until(async () => told.length === count)
    expect(String(told[0])).toContain('terminating connection')
    expect(await store.findConsumer('printer')).toBeUndefined()
    await store.close()
  })

  it('of an unreachable address rejects, without the password', async () => {
    const store = postgresStore('postgres://jane:correct-horse@127.0.0.1:1/photos', QUIET)
    const error: unknown = await store.check().catch((reason: unknown) => reason)
    expect(String(error)).toContain('ECONNREFUSED')
    expect(inspect(error)).not.toContain('correct-horse')
    await store.close()
  })
})

describe('a purge', () => {
  it('waits for the nonces that are being recorded before it forgets any', async () => {
    const url = await server.createDatabase()
    const store = postgresStore(url, QUIET)
    await store.migrate()
    await store.recordNonce(nonce('first'))
    const recording = new pg.Client({ connectionString: url })
    await recording.connect()
    await recording.query('BEGIN')
    await recording.query(`SELECT oauth_record_nonce('second', ${NOW + 600}, ${NOW}, NULL)`)
    const purging = store.purge(NOW + 601)
    await until(async () => {
      const waiting = `SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted`
      return (await inDatabase(url, waiting)).length > 0
    })
    const found = await recording.query(
      `SELECT oauth_record_nonce('first', ${NOW + 600}, ${NOW}, NULL) AS is_new`,
    )
    expect(found.rows).toEqual([{ is_new: false }])
    await recording.query('COMMIT')
    await recording.end()
    expect(await purging).toBe(2)
    expect(await store.recordNonce(nonce('first'))).toBe('used')
    await store.close()
  })

  it('forgets all that has expired, in steps, unless another process is at it', async () => {
    const url = await server.createDatabase()
    const store = postgresStore(url, QUIET)
    await store.migrate()
    await inDatabase(
      url,
      `INSERT INTO oauth_nonces SELECT number::text, ${NOW} FROM generate_series(1, 2500) AS number`,
    )
    const other = new pg.Client({ connectionString: url })
    await other.connect()
    await other.query('BEGIN')
    await other.query(`SELECT pg_advisory_xact_lock(hashtextextended('oauthplus .oauth_purge', 0))`)
    expect(await store.purge(NOW + 1)).toBe(0)
    await other.end()
    await until(async () => (await store.purge(NOW + 1)) === 2500)
    await store.close()
  })

  it('comes by itself, and no more once the store is closed', async () => {
    const url = await server.createDatabase()
    const options = { purgeEverySeconds: 0.01, now: () => (NOW + 3600) * 1000 }
    const store = postgresStore(url, options)
    await store.migrate()
    await inDatabase(url, `INSERT INTO oauth_nonces VALUES ('expired', ${NOW})`)
    await until(async () => (await inDatabase(url, 'SELECT 1 FROM oauth_nonces')).length === 0)
    await store.close()
    await until(async () => (await connectionsTo(url)) === 0)
  })
})

it('revokes the last of a chain of renewals that goes on meanwhile', async () => {
  const url = await server.createDatabase()
  const stores = [postgresStore(url, QUIET), postgresStore(url, QUIET)] as const
  await stores[0].migrate()
  await stores[0].createConsumer(consumer())
  for (let round = 0; round < 20; round++) {
    const userId = `user ${round}`
    const key = (link: number): string => `round ${round} link ${link}`
    await stores[0].createAccessToken(access({ key: key(0), userId }))
    let links = 0
    const renewing = (async () => {
      for (;;) {
        const renewal = { sessionHandleDigest: 'handle', nowSeconds: NOW }
        const accessToken = access({ key: key(links + 1), userId })
        const outcome = await stores[0].renewAccessToken(key(links), { ...renewal, accessToken })
        if (outcome === 'refused') return
        links++
      }
    })()
    await until(async () => links > round % 3)
    const target = round % 2 === 0 ? { consumerKey: 'printer', userId } : { userId }
    expect(await stores[1].revokeTokens(target, NOW)).toBe(1)
    await renewing
    expect(await stores[0].listAccessTokens({ userId }, { limit: 10 })).toEqual([])
  }
  await Promise.all(stores.map((store) => store.close()))
})

it('lets revocations, removals, exchanges and purges of the same tokens finish, all of them', async () => {
  const url = await server.createDatabase()
  const stores = [postgresStore(url, QUIET), postgresStore(url, QUIET)] as const
  await stores[0].migrate()
  for (let round = 0; round < 5; round++) {
    await stores[0].createConsumer(consumer())
    await inDatabase(url, MANY_TOKENS)
    const accessToken = access({ key: `access ${round}` })
    const [removed] = await Promise.all([
      stores[0].removeConsumer('printer'),
      stores[1].revokeTokens({ consumerKey: 'printer' }, NOW),
      stores[0].revokeTokens({ userId: 'user 1' }, NOW),
      stores[1].exchangeRequestToken('many 3', { accessToken, nowSeconds: NOW }),
      stores[0].purge(NOW + 500),
    ])
    expect(removed).toBe('removed')
    expect(await inDatabase(url, 'SELECT key FROM oauth_tokens')).toEqual([])
  }
  expect(
    await inDatabase(url, 'SELECT deadlocks FROM pg_stat_database WHERE deadlocks > 0'),
  ).toEqual([])
  await Promise.all(stores.map((store) => store.close()))
})

describe('postgresThrottle', () => {
  it('counts attempts of all processes together, and starts again after a reset', async () => {
    const url = await server.createDatabase()
    const store = postgresStore(url, { ...QUIET, schema: 'photos' })
    await store.migrate()
    const options = { schema: 'photos', points: 3 }
    const [first, second] = [postgresThrottle(url, options), postgresThrottle(url, options)]
    for (const throttle of [first, second, first]) await throttle.consume('someone')
    await expect(second.consume('someone')).rejects.toMatchObject({
      msBeforeNext: expect.any(Number) as number,
    })
    expect(await first.get('someone')).toMatchObject({ remainingPoints: 0 })
    await second.consume('another')
    await first.delete('someone')
    expect(await second.get('someone')).toBeNull()
    await Promise.all([first, second, store].map((each) => each.close()))
    await expect(first.consume('someone')).rejects.toThrow('closed')
  })
})

it.each([
  ['prefix', { prefix: 'a"b' }],
  ['prefix', { prefix: 'x'.repeat(31) }],
  ['schema', { schema: 'a.b' }],
  ['timeoutSeconds', { timeoutSeconds: 0 }],
  ['purgeEverySeconds', { purgeEverySeconds: 0 }],
])('refuses an invalid %s when the store is created', (name, options) => {
  expect(() => postgresStore('postgres://localhost/photos', options)).toThrow(name)
  expect(() => postgresStore('redis://localhost')).toThrow('postgres://')
  expect(() => postgresThrottle('postgres://localhost/photos', { points: 0 })).toThrow('points')
})

it('refuses a key that is too long for the table of the throttle, before it queries the database', async () => {
  const throttle = postgresThrottle('postgres://localhost:1/photos')
  for (const key of ['x'.repeat(256), 'a\0b', '\ud800', 7 as unknown as string]) {
    for (const call of ['consume', 'get', 'delete'] as const) {
      await expect(throttle[call](key)).rejects.toThrow(TypeError)
    }
    await expect(throttle.reward(key, 1)).rejects.toThrow(/^postgresThrottle: reward: key must be/)
  }
  await throttle.close()
})

const FILL = `
  INSERT INTO oauth_consumers (key, revision, name, description, status, secrets, public_keys,
      signature_methods, callbacks, xauth_allowed, two_legged_allowed, body_hash_required,
      address_ranges, created_at_seconds, owner_id)
    SELECT 'filled ' || number, 0, '', '', 'accepted', '[]', '[]', '{}', '{}', false, false, false,
      '{}', 0, 'owner ' || number FROM generate_series(1, 2000) AS number;
  INSERT INTO oauth_audit SELECT 'filled ' || number, 'filled ' || number % 2000, '{}'
    FROM generate_series(1, 20000) AS number;
  INSERT INTO oauth_refusals SELECT 'filled ' || number % 2000, 100000 + number / 2000, 'nonce_used', 1
    FROM generate_series(1, 20000) AS number;
  INSERT INTO oauth_tokens (key, kind, secret, consumer_key, user_id, scopes, state,
      created_at_seconds, keep_until_seconds)
    SELECT 'filled ' || number, 'access', '', 'filled ' || number % 2000 + 1, 'user ' || number % 5000,
      '{}', CASE number % 2 WHEN 0 THEN 'valid' ELSE 'revoked' END, 0, ${NOW + 1000} + number
    FROM generate_series(1, 20000) AS number;
  INSERT INTO oauth_nonces
    SELECT 'filled ' || number, ${NOW} + number FROM generate_series(1, 20000) AS number;
  INSERT INTO oauth_throttle SELECT 'filled ' || number, 1, 0 FROM generate_series(1, 5000) AS number;
  ANALYZE`

const MANY_TOKENS = `
  INSERT INTO oauth_tokens (key, kind, secret, consumer_key, user_id, scopes, state,
      created_at_seconds, expires_at_seconds, keep_until_seconds, wrong_verifiers)
    SELECT 'many ' || number, CASE number % 3 WHEN 0 THEN 'request' ELSE 'access' END, '', 'printer',
      'user ' || number % 5, '{}', CASE number % 3 WHEN 0 THEN 'approved' ELSE 'valid' END, 0,
      ${NOW} + number, ${NOW} + number, 0
    FROM generate_series(1, 1000) AS number`

async function inDatabase(url: string, text: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query(text)).rows as Record<string, unknown>[]
  } finally {
    await client.end()
  }
}

async function connectionsTo(url: string): Promise<number> {
  const rows = await server.query('SELECT 1 FROM pg_stat_activity WHERE datname = $1', [
    url.split('/').at(-1),
  ])
  return rows.length
}

function consumer(fields: Partial<ConsumerRecord> = {}): ConsumerRecord {
  return {
    key: 'printer',
    revision: 0,
    name: 'Printer',
    description: '',
    status: 'accepted',
    secrets: [{ value: 'consumer secret' }],
    publicKeys: [],
    signatureMethods: ['HMAC-SHA1'],
    callbacks: ['oob'],
    allowXauth: false,
    allowTwoLegged: false,
    requireBodyHash: false,
    allowPlaintextInQuery: false,
    addressRanges: [],
    createdAtSeconds: NOW,
    ...fields,
  }
}

function requestToken(fields: Partial<RequestTokenRecord>): RequestTokenRecord {
  return {
    kind: 'request',
    key: 'request',
    secret: 'token secret',
    consumerKey: 'printer',
    callback: 'oob',
    scopes: [],
    state: 'pending',
    wrongVerifiers: 0,
    consentKey: 'consent',
    createdAtSeconds: NOW,
    expiresAtSeconds: NOW + 600,
    ...fields,
  }
}

function access(fields: Partial<AccessTokenRecord>): AccessTokenRecord {
  return {
    kind: 'access',
    key: 'access',
    secret: 'token secret',
    consumerKey: 'printer',
    userId: 'jane',
    scopes: [],
    grantedBy: 'consent',
    state: 'valid',
    createdAtSeconds: NOW,
    sessionHandleDigest: 'handle',
    ...fields,
  }
}

function nonce(digest: string) {
  return { digest, consumerKey: 'printer', expiresAtSeconds: NOW + 600, nowSeconds: NOW }
}

it('the pages respond to NUL with 400, not 503', async () => {
  const store = postgresStore(await server.createDatabase(), QUIET)
  await store.migrate()
  const app = await startProviderApp({ store })
  const form = (path: string, body: string) =>
    fetch(`${app.origin}${path}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
      body,
    })
  try {
    const answers = await Promise.all([
      fetch(`${app.origin}/oauth/authorize?oauth_token=a%00`),
      fetch(`${app.origin}/oauth/applications?after=%00`),
      form('/oauth/authorize', 'oauth_token=%00&csrf=x&decision=approve'),
      form('/oauth/applications', 'consumer=%00&csrf=x'),
    ])
    expect(answers.map(({ status }) => status)).toEqual([400, 400, 400, 400])
    await expect(app.provider.consumers.find('a\0')).rejects.toThrow(TypeError)
  } finally {
    await app.close()
    await store.close()
  }
})
