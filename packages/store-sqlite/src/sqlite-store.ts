import { assertArgument, assertOptions } from '@oauthplus/core/internal'
import { purgeRegularly } from '@oauthplus/server'
import type {
  AccessTokenRecord,
  AuditEntry,
  ConsumerPageRequest,
  ConsumerRecord,
  DurableStore,
  RequestTokenRecord,
  RevocationTarget,
  RefusalCount,
} from '@oauthplus/server'

import { createConnection } from './connection.js'
import type { Connection } from './connection.js'
import { check, migrate } from './migrate.js'
import { createDatabaseOpener } from './open-database.js'
import { purge } from './purge.js'
import {
  splitRow,
  toAccessToken,
  toConsumer,
  toConsumerRow,
  toRequestToken,
  toToken,
  toTokenRow,
} from './rows.js'
import type { ConsumerRow, TokenRow } from './rows.js'
import type { SqliteDatabase, SqliteValue } from './sqlite-database.js'
import { isDatabase, OPTION_CHECKS } from './sqlite-store-options.js'
import type { SqliteStoreOptions } from './sqlite-store-options.js'
import { createStatements, listConsumerValues, listTokenValues } from './statements.js'

interface Owners {
  readonly consumerKey?: string | undefined
  readonly userId?: string | undefined
}

/**
 * Creates a store in one SQLite file, for any number of processes of one machine. Data that it has
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
 * @param database The name of the file; opened by `node:sqlite` if there is one, else by libsql.
 *   Or a separate connection, which nothing else uses, and which `close` leaves open.
 * @param options The options that differ from the defaults.
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
  assertOptions('sqliteStore', options, OPTION_CHECKS)
  const { prefix = 'oauth_', busyTimeoutSeconds = 0.25 } = options
  const { purgeEverySeconds = 60, now = Date.now, onError } = options
  const sql = createStatements(prefix)
  const connection = createConnection(createOpener(database), {
    busyTimeoutSeconds,
    isOwn: typeof database === 'string',
  })
  const { transaction } = connection
  const countChanges = createChangeCounter(connection)
  const change = (statement: string, ...values: SqliteValue[]): number =>
    transaction(() => countChanges(statement, ...values))
  const purgeExpired = (nowSeconds: number): Promise<number> =>
    purge(connection, sql, { nowSeconds, now })
  const stopPurging =
    purgeEverySeconds === false
      ? undefined
      : purgeRegularly({ purge: purgeExpired }, { everySeconds: purgeEverySeconds, now, onError })

  function createToken(token: RequestTokenRecord | AccessTokenRecord): 'created' | 'exists' {
    const isCreated = countChanges(sql.createToken, ...listTokenValues(toTokenRow(token))) === 1
    return isCreated ? 'created' : 'exists'
  }

  function addAuditEntry(entry: AuditEntry | undefined): void {
    if (entry === undefined) return
    countChanges(sql.addAuditEntry, entry.id, entry.consumerKey, JSON.stringify(entry))
  }

  function findToken(key: string, kind: 'request' | 'access'): TokenRow | undefined {
    return connection.prepare(sql.findToken).get(key, kind) as TokenRow | undefined
  }

  /** Puts an access token in the place of what is spent for it; both or neither. */
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
      const [filter, values] = toFilter(target)
      // No target names neither of the two.
      if (filter === 'all') return 0
      countChanges(sql.revokeRequests[filter], ...values)
      return countChanges(sql.revoke[filter], keepUntilSeconds, ...values)
    }
    const token = findToken(target.tokenKey, 'access')
    if (!token) return 0
    countChanges(sql.revokeRequests['of both'], token.consumer_key, token.user_id)
    return countChanges(sql.revoke.token, keepUntilSeconds, target.tokenKey)
  }

  // Nothing in an operation waits, and one that writes is a transaction, so that neither this process
  // nor another comes between.
  return {
    async createConsumer(consumer, entry) {
      const row = toConsumerRow(consumer)
      return transaction<'created' | 'exists'>(() => {
        if (countChanges(sql.createConsumer, ...listConsumerValues(row)) === 0) return 'exists'
        addAuditEntry(entry)
        return 'created'
      })
    },

    async findConsumer(key) {
      return findConsumer(connection, sql.findConsumer, key)
    },

    async listConsumers({ after = '', limit, ...filter }) {
      const [name, values] = toConsumerFilter(filter)
      const statement = connection.prepare(sql.listConsumers[name])
      return (statement.all(...values, after, limit) as ConsumerRow[]).map(toConsumer)
    },

    async replaceConsumer(consumer, entry) {
      const { key, revision } = consumer
      return transaction<'replaced' | 'conflict' | 'absent'>(() => {
        const values = listConsumerValues(toConsumerRow(consumer))
        if (countChanges(sql.replaceConsumer, ...values, key, revision - 1) === 1) {
          addAuditEntry(entry)
          return 'replaced'
        }
        return findConsumer(connection, sql.findConsumer, key) ? 'conflict' : 'absent'
      })
    },

    async removeConsumer(key, entry) {
      return transaction<'removed' | 'absent'>(() => {
        countChanges(sql.removeTokens, key)
        if (countChanges(sql.removeConsumer, key) === 0) return 'absent'
        addAuditEntry(entry)
        return 'removed'
      })
    },

    async listAuditEntries(consumerKey, { before, limit }) {
      const rows = connection.prepare(sql.listAuditEntries).all(consumerKey, before ?? null, limit)
      return (rows as { entry: string }[]).map(({ entry }) => JSON.parse(entry) as AuditEntry)
    },

    async addRefusals(counts) {
      return transaction<'added'>(() => {
        for (const { consumerKey, day, code, count } of counts) {
          countChanges(sql.addRefusals, consumerKey, day, code, count)
        }
        return 'added'
      })
    },

    async listRefusals(consumerKey, sinceDay) {
      const rows = connection.prepare(sql.listRefusals).all(consumerKey, sinceDay)
      return (rows as Omit<RefusalCount, 'consumerKey'>[]).map(({ day, code, count }) => ({
        consumerKey,
        day,
        code,
        count,
      }))
    },

    async findCredentials(consumerKey, tokenKey) {
      const [row] = connection.prepare(sql.findCredentials).all(consumerKey, tokenKey ?? null)
      const [consumer, token] = splitRow(row as Record<string, SqliteValue>)
      return { consumer: consumer && toConsumer(consumer), token: token && toToken(token) }
    },

    async recordNonce({ digest, expiresAtSeconds, nowSeconds, accessTokenKey }) {
      return transaction<'recorded' | 'used'>(() => {
        if (countChanges(sql.recordNonce, digest, expiresAtSeconds, nowSeconds) === 0) return 'used'
        if (accessTokenKey !== undefined) countChanges(sql.writeLastUse, nowSeconds, accessTokenKey)
        return 'recorded'
      })
    },

    async createRequestToken(token) {
      return transaction(() => createToken(token))
    },

    async findRequestToken(key) {
      const row = findToken(key, 'request')
      return row && toRequestToken(row)
    },

    async approveRequestToken(key, { userId, verifierDigest, nowSeconds }) {
      const count = change(sql.approve, userId, verifierDigest, key, nowSeconds)
      return count === 1 ? 'approved' : 'refused'
    },

    async denyRequestToken(key, { userId, nowSeconds }) {
      return change(sql.deny, userId, key, nowSeconds) === 1 ? 'denied' : 'refused'
    },

    async countWrongVerifier(key, limit) {
      const rows = transaction(() => connection.prepare(sql.countWrongVerifier).all(limit, key))
      return (rows[0] as { wrong_verifiers: number } | undefined)?.wrong_verifiers ?? 0
    },

    async exchangeRequestToken(key, { accessToken, nowSeconds }) {
      return exchange(() => countChanges(sql.use, key, nowSeconds), accessToken, 'exchanged')
    },

    async createAccessToken(token) {
      return transaction(() => createToken(token))
    },

    async listAccessTokens({ consumerKey, userId }, { after = '', limit }) {
      const [filter, values] = toFilter({ consumerKey, userId })
      const rows = connection.prepare(sql.list[filter]).all(...values, after, limit) as TokenRow[]
      return rows.map(toAccessToken)
    },

    async renewAccessToken(key, { sessionHandleDigest, accessToken, nowSeconds }) {
      const spend = () => countChanges(sql.renew, key, sessionHandleDigest, nowSeconds)
      return exchange(spend, accessToken, 'renewed')
    },

    async revokeTokens(target, keepUntilSeconds) {
      return transaction<number>(() => revoke(target, keepUntilSeconds))
    },

    async replaceTokenSecret(key, { secret, newSecret }) {
      return change(sql.replaceSecret, newSecret, key, secret) === 1 ? 'replaced' : 'conflict'
    },

    purge: purgeExpired,

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

function createOpener(database: string | SqliteDatabase): () => SqliteDatabase {
  if (typeof database !== 'string') return () => database
  // At once, so that a missing driver is noticed when the store is created.
  const open = createDatabaseOpener()
  return () => open(database)
}

/** Returns a function that runs a statement and returns how many rows it has changed. */
function createChangeCounter({ prepare }: Connection) {
  return (sql: string, ...values: SqliteValue[]): number =>
    Number(prepare(sql).run(...values).changes)
}

function findConsumer(
  { prepare }: Connection,
  sql: string,
  key: string,
): ConsumerRecord | undefined {
  const row = prepare(sql).get(key) as ConsumerRow | undefined
  return row && toConsumer(row)
}

function toConsumerFilter({ ownerId, status }: Pick<ConsumerPageRequest, 'ownerId' | 'status'>) {
  if (ownerId === undefined) {
    return status === undefined ? (['all', []] as const) : (['with status', [status]] as const)
  }
  return status === undefined
    ? (['of owner', [ownerId]] as const)
    : (['of both', [ownerId, status]] as const)
}

function toFilter({ consumerKey, userId }: Owners) {
  if (consumerKey === undefined) {
    return userId === undefined ? (['all', []] as const) : (['of User', [userId]] as const)
  }
  return userId === undefined
    ? (['of Consumer', [consumerKey]] as const)
    : (['of both', [consumerKey, userId]] as const)
}
