import {
  assertArgument,
  assertOptions,
  expecting,
  isFunction,
  isPurgeInterval,
  isRecordWith,
  optionChecks,
} from '@oauthplus/core/internal'
import type { OptionCheck } from '@oauthplus/core/internal'
import { purgeRegularly } from '@oauthplus/server'
import type {
  AccessTokenRecord,
  ConsumerRecord,
  DurableStore,
  RequestTokenRecord,
  RevocationTarget,
} from '@oauthplus/server'

import { connectionTo } from './connection.js'
import type { Connection } from './connection.js'
import { check, migrate } from './migrate.js'
import { databaseOpener } from './open-database.js'
import { purge } from './purge.js'
import {
  accessTokenOf,
  consumerOf,
  consumerRow,
  requestTokenOf,
  tokenOf,
  tokenRow,
} from './rows.js'
import type { ConsumerRow, TokenRow } from './rows.js'
import type { SqliteDatabase, SqliteValue } from './sqlite-database.js'
import { consumerValues, statementsOf, tokenValues } from './statements.js'

/** How a SQLite store works. */
export interface SqliteStoreOptions {
  /** What the names of its tables begin with: `[a-z_][a-z0-9_]*`. `oauth_` by default. */
  readonly prefix?: string | undefined
  /**
   * How long a call waits for another process that writes, from 0 to 0.25. Meanwhile this process
   * does nothing else. 0.25 by default. Then the call fails, and the Provider responds with 503.
   */
  readonly busyTimeoutSeconds?: number | undefined
  /**
   * How long it waits between purges of what has expired; `false` for never, where the application
   * calls `purge` itself. 60 by default.
   */
  readonly purgeEverySeconds?: number | false | undefined
  /** The time of the purges, in milliseconds since 1970. `Date.now` by default. */
  readonly now?: (() => number) | undefined
  /** Is told why a purge failed. Nobody by default. */
  readonly onError?: ((error: unknown) => void) | undefined
}

const isConnection = isRecordWith(
  'the name of a file, or a connection such as new DatabaseSync(file)',
  optionChecks<SqliteDatabase>({
    required: { exec: isFunction, prepare: isFunction },
    optional: { close: isFunction },
  }),
)
const isDatabase: OptionCheck = (value) =>
  typeof value === 'string' && value !== '' ? undefined : isConnection(value)
const OPTIONS = optionChecks<SqliteStoreOptions>({
  required: {},
  optional: {
    prefix: expecting(
      '1 to 30 of a-z, 0-9 and _, and begin with no digit',
      (value) => typeof value === 'string' && /^[a-z_][a-z0-9_]{0,29}$/.test(value),
    ),
    busyTimeoutSeconds: expecting(
      'a number from 0 to 0.25',
      (value) => typeof value === 'number' && value >= 0 && value <= 0.25,
    ),
    purgeEverySeconds: isPurgeInterval,
    now: isFunction,
    onError: isFunction,
  },
})

interface Owners {
  readonly consumerKey?: string | undefined
  readonly userId?: string | undefined
}

/**
 * Creates a store in one SQLite file, for any number of processes of one machine. What it has
 * confirmed survives the end of the process and the loss of power: it writes ahead (`WAL`) and
 * waits for the disk (`synchronous = FULL`). Call `migrate` before the first request.
 *
 * @example
 *
 * ```ts
 * const store = sqliteStore('oauth.db')
 * await store.migrate()
 * const provider = createProvider({ publicUrl, findUser, store })
 * ```
 *
 * @param database The name of the file; opened by `node:sqlite` where there is one, else by libsql.
 *   Or a connection of its own, which nothing else uses, and which `close` leaves open.
 * @param options What differs from the defaults.
 *
 * @returns The store.
 *
 * @throws `TypeError` when an option cannot be; `Error` when a file is named and there is neither
 *   `node:sqlite` nor libsql.
 *
 * @see [Write-Ahead Logging](https://www.sqlite.org/wal.html)
 */
export function sqliteStore(
  database: string | SqliteDatabase,
  options: SqliteStoreOptions = {},
): DurableStore {
  assertArgument('sqliteStore', { database }, isDatabase)
  assertOptions('sqliteStore', options, OPTIONS)
  const { prefix = 'oauth_', busyTimeoutSeconds = 0.25 } = options
  const { purgeEverySeconds = 60, now = Date.now, onError } = options
  const sql = statementsOf(prefix)
  const connection = connectionTo(opening(database), {
    busyTimeoutSeconds,
    isOwn: typeof database === 'string',
  })
  const { transaction } = connection
  const changes = changesBy(connection)
  const change = (text: string, ...values: SqliteValue[]): number =>
    transaction(() => changes(text, ...values))
  const purgeBy = (nowSeconds: number): Promise<number> =>
    purge(connection, sql, { nowSeconds, now })
  const stopPurging =
    purgeEverySeconds === false
      ? undefined
      : purgeRegularly({ purge: purgeBy }, { everySeconds: purgeEverySeconds, now, onError })

  function createToken(token: RequestTokenRecord | AccessTokenRecord): 'created' | 'exists' {
    const isCreated = changes(sql.createToken, ...tokenValues(tokenRow(token))) === 1
    return isCreated ? 'created' : 'exists'
  }

  function findToken(key: string, kind: 'request' | 'access'): TokenRow | undefined {
    return connection.prepared(sql.findToken).get(key, kind) as TokenRow | undefined
  }

  /** Puts an Access Token in the place of what is spent for it; both or neither. */
  function exchange<Outcome>(
    spend: () => number,
    accessToken: AccessTokenRecord,
    outcome: Outcome,
  ): Outcome | 'refused' {
    return transaction<Outcome | 'refused'>((undo) => {
      if (spend() === 0 || createToken(accessToken) === 'exists') undo('refused')
      return outcome
    })
  }

  function revoke(target: RevocationTarget, keepUntilSeconds: number): number {
    if (!('tokenKey' in target)) {
      const [filter, values] = filterOf(target)
      // No target names neither of the two.
      if (filter === 'all') return 0
      changes(sql.revokeRequests[filter], ...values)
      return changes(sql.revoke[filter], keepUntilSeconds, ...values)
    }
    const token = findToken(target.tokenKey, 'access')
    if (!token) return 0
    changes(sql.revokeRequests['of both'], token.consumer_key, token.user_id)
    return changes(sql.revoke.token, keepUntilSeconds, target.tokenKey)
  }

  // Nothing in an operation waits, and one that writes is a transaction, so that neither this process
  // nor another comes between.
  return {
    async createConsumer(consumer) {
      const row = consumerRow(consumer)
      return change(sql.createConsumer, ...consumerValues(row)) === 1 ? 'created' : 'exists'
    },

    async findConsumer(key) {
      return findConsumer(connection, sql.findConsumer, key)
    },

    async listConsumers({ after = '', limit }) {
      const rows = connection.prepared(sql.listConsumers).all(after, limit) as ConsumerRow[]
      return rows.map(consumerOf)
    },

    async replaceConsumer(consumer) {
      const { key, revision } = consumer
      return transaction<'replaced' | 'conflict' | 'absent'>(() => {
        const values = consumerValues(consumerRow(consumer))
        if (changes(sql.replaceConsumer, ...values, key, revision - 1) === 1) return 'replaced'
        return findConsumer(connection, sql.findConsumer, key) ? 'conflict' : 'absent'
      })
    },

    async removeConsumer(key) {
      return transaction<'removed' | 'absent'>(() => {
        changes(sql.removeTokens, key)
        return changes(sql.removeConsumer, key) === 1 ? 'removed' : 'absent'
      })
    },

    async findCredentials(consumerKey, tokenKey) {
      const [row] = connection.prepared(sql.findCredentials).all(consumerKey, tokenKey ?? null)
      const [consumer, token] = parted(row as Record<string, SqliteValue>)
      return { consumer: consumer && consumerOf(consumer), token: token && tokenOf(token) }
    },

    async recordNonce({ digest, expiresAtSeconds, nowSeconds, accessTokenKey }) {
      return transaction<'recorded' | 'used'>(() => {
        if (changes(sql.recordNonce, digest, expiresAtSeconds, nowSeconds) === 0) return 'used'
        if (accessTokenKey !== undefined) changes(sql.writeLastUse, nowSeconds, accessTokenKey)
        return 'recorded'
      })
    },

    async createRequestToken(token) {
      return transaction(() => createToken(token))
    },

    async findRequestToken(key) {
      const row = findToken(key, 'request')
      return row && requestTokenOf(row)
    },

    async approveRequestToken(key, { userId, verifierDigest, nowSeconds }) {
      const count = change(sql.approve, userId, verifierDigest, key, nowSeconds)
      return count === 1 ? 'approved' : 'refused'
    },

    async denyRequestToken(key, { userId, nowSeconds }) {
      return change(sql.deny, userId, key, nowSeconds) === 1 ? 'denied' : 'refused'
    },

    async countWrongVerifier(key, limit) {
      const rows = transaction(() => connection.prepared(sql.countWrongVerifier).all(limit, key))
      return (rows[0] as { wrong_verifiers: number } | undefined)?.wrong_verifiers ?? 0
    },

    async exchangeRequestToken(key, { accessToken, nowSeconds }) {
      return exchange(() => changes(sql.use, key, nowSeconds), accessToken, 'exchanged')
    },

    async createAccessToken(token) {
      return transaction(() => createToken(token))
    },

    async listAccessTokens({ consumerKey, userId }, { after = '', limit }) {
      const [filter, values] = filterOf({ consumerKey, userId })
      const rows = connection.prepared(sql.list[filter]).all(...values, after, limit) as TokenRow[]
      return rows.map(accessTokenOf)
    },

    async renewAccessToken(key, { sessionHandleDigest, accessToken, nowSeconds }) {
      const spend = () => changes(sql.renew, key, sessionHandleDigest, nowSeconds)
      return exchange(spend, accessToken, 'renewed')
    },

    async revokeTokens(target, keepUntilSeconds) {
      return transaction<number>(() => revoke(target, keepUntilSeconds))
    },

    async replaceTokenSecret(key, { secret, newSecret }) {
      return change(sql.replaceSecret, newSecret, key, secret) === 1 ? 'replaced' : 'conflict'
    },

    purge: purgeBy,

    async migrate() {
      await migrate(connection, prefix)
      await check(connection, prefix)
    },

    check: () => check(connection, prefix),

    async close() {
      stopPurging?.()
      connection.close()
    },
  }
}

function opening(database: string | SqliteDatabase): () => SqliteDatabase {
  if (typeof database !== 'string') return () => database
  // At once, so that a missing driver is seen where the store is made.
  const open = databaseOpener()
  return () => open(database)
}

/** Gives a function that runs a statement and tells how many rows it has changed. */
function changesBy({ prepared }: Connection) {
  return (sql: string, ...values: SqliteValue[]): number =>
    Number(prepared(sql).run(...values).changes)
}

function findConsumer(
  { prepared }: Connection,
  sql: string,
  key: string,
): ConsumerRecord | undefined {
  const row = prepared(sql).get(key) as ConsumerRow | undefined
  return row && consumerOf(row)
}

function filterOf({ consumerKey, userId }: Owners) {
  if (consumerKey === undefined) {
    return userId === undefined ? (['all', []] as const) : (['of User', [userId]] as const)
  }
  return userId === undefined
    ? (['of Consumer', [consumerKey]] as const)
    : (['of both', [consumerKey, userId]] as const)
}

/** Parts the row of a join into its two rows. */
function parted(row: Record<string, SqliteValue>): [ConsumerRow | undefined, TokenRow | undefined] {
  const consumer: Record<string, SqliteValue> = {}
  const token: Record<string, SqliteValue> = {}
  for (const [name, value] of Object.entries(row)) {
    const target = name.startsWith('c_') ? consumer : token
    target[name.slice(2)] = value
  }
  return [
    consumer.key === null ? undefined : (consumer as ConsumerRow),
    token.key === null ? undefined : (token as TokenRow),
  ]
}
