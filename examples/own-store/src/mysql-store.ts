import { constantTimeEqual } from '@oauthplus/core'
import { purgeRegularly } from '@oauthplus/server'
import type { AccessTokenRecord, DurableStore, RequestTokenRecord } from '@oauthplus/server'

import { createConsumerOperations } from './mysql-consumers.js'
import { createRefusalOperations } from './mysql-refusals.js'
import { getErrorNumber, createMysqlDatabase } from './mysql-database.js'
import type { Statements, Value } from './mysql-database.js'
import {
  addToken,
  changeToken,
  findToken,
  isOpen,
  createCondition,
  findOwners,
} from './mysql-records.js'
import { toConsumer, TOKEN_COLUMNS, toToken } from './mysql-rows.js'
import type { ConsumerRow, TokenRecord, TokenRow } from './mysql-rows.js'
import { check, migrate } from './mysql-schema.js'

/** The options of the store. */
export interface MysqlStoreOptions {
  /** The timeout of statements and connections. Defaults to 2. */
  readonly timeoutSeconds?: number | undefined
  /** The interval of purges, or `false` for none. Defaults to 60. */
  readonly purgeEverySeconds?: number | false | undefined
}

const DUPLICATE = 1062
const LAST_USE_SECONDS = 60
const DAY_SECONDS = 86_400
const REFUSAL_DAYS = 14
const MAX_ROWS = 1000

/** Creates a store in MySQL or MariaDB. */
export function mysqlStore(url: string, options: MysqlStoreOptions = {}): DurableStore {
  const { timeoutSeconds = 2, purgeEverySeconds = 60 } = options
  const database = createMysqlDatabase(url, timeoutSeconds)
  const stopPurging =
    purgeEverySeconds === false
      ? undefined
      : purgeRegularly({ purge }, { everySeconds: purgeEverySeconds })

  /** Runs a function while no other process does, so that no row changes between reading and writing. */
  function runExclusively<Result>(
    act: (statements: Statements) => Promise<Result>,
  ): Promise<Result> {
    return database.runTransaction(async (statements) => {
      await statements.selectRows(
        `SELECT value FROM oauth_settings WHERE name = 'writers' FOR UPDATE`,
      )
      return act(statements)
    })
  }

  function read(sql: string, values: readonly Value[]) {
    return database.connect(({ selectRows }) => selectRows(sql, values))
  }

  /**
   * Changes a pending request token that has not expired. Returns `refused` for any other token.
   */
  function decideRequestToken<State extends 'approved' | 'denied'>(
    key: string,
    nowSeconds: number,
    change: Partial<RequestTokenRecord> & { readonly state: State },
  ): Promise<State | 'refused'> {
    return runExclusively(async (statements) => {
      const token = await findToken(statements, key)
      if (!isOpen(token, 'pending', nowSeconds)) return 'refused'
      await changeToken(statements, { ...token, ...change })
      return change.state
    })
  }

  async function purge(nowSeconds: number): Promise<number> {
    // In a separate transaction: after its commit, no deleted nonce can be recorded again.
    await database.runTransaction(({ countChanges }) =>
      countChanges(
        `UPDATE oauth_settings SET value = GREATEST(value, ?)
          WHERE name = 'nonces_purged_until_seconds'`,
        [nowSeconds],
      ),
    )
    let forgotten = 0
    for (const expired of [
      'oauth_nonces WHERE last_second < ?',
      'oauth_tokens WHERE keep_until_seconds < ?',
    ]) {
      let rows: number
      do {
        rows = await runExclusively(({ countChanges }) =>
          countChanges(`DELETE FROM ${expired} LIMIT ${MAX_ROWS}`, [nowSeconds]),
        )
        forgotten += rows
      } while (rows === MAX_ROWS)
    }
    await runExclusively(({ countChanges }) =>
      countChanges('DELETE FROM oauth_refusals WHERE day < ?', [
        Math.floor(nowSeconds / DAY_SECONDS) - REFUSAL_DAYS,
      ]),
    )
    return forgotten
  }

  const createToken = (token: TokenRecord): Promise<'created' | 'exists'> =>
    runExclusively(async (statements) =>
      (await addToken(statements, token)) ? 'created' : 'exists',
    )

  return {
    ...createConsumerOperations({ database, read, runExclusively }),
    ...createRefusalOperations({ read, runExclusively }),

    async findCredentials(consumerKey, tokenKey) {
      // One round trip, because every protected request makes it.
      const rows = await read(
        `SELECT NULL AS state, NULL AS keep_until_seconds, NULL AS last_used_at_seconds, record
            FROM oauth_consumers WHERE id = ?
          UNION ALL SELECT state, keep_until_seconds, last_used_at_seconds, record
            FROM oauth_tokens WHERE id = ?`,
        [consumerKey, tokenKey ?? null],
      )
      const consumer = rows.find(({ state }) => state === null)
      const token = rows.find(({ state }) => state !== null)
      return {
        consumer: consumer && toConsumer(consumer as ConsumerRow),
        token: token && toToken(token as TokenRow),
      }
    },

    async recordNonce({ digest, expiresAtSeconds, accessTokenKey, nowSeconds }) {
      if (expiresAtSeconds < nowSeconds) return 'used'
      try {
        // Without the lock of `runExclusively`: the primary key accepts only one of them.
        return await database.runTransaction(async ({ countChanges }) => {
          // A purge that starts now waits for this commit.
          const recorded = await countChanges(
            `INSERT INTO oauth_nonces (digest, last_second) SELECT ?, ? FROM oauth_settings
              WHERE name = 'nonces_purged_until_seconds' AND value <= ? LOCK IN SHARE MODE`,
            [digest, expiresAtSeconds, expiresAtSeconds],
          )
          if (recorded === 0) return 'used'
          if (accessTokenKey !== undefined) {
            await countChanges(
              `UPDATE oauth_tokens SET last_used_at_seconds = ? WHERE id = ? AND kind = 'access'
                AND (last_used_at_seconds IS NULL OR last_used_at_seconds <= ?)`,
              [nowSeconds, accessTokenKey, nowSeconds - LAST_USE_SECONDS],
            )
          }
          return 'recorded'
        })
      } catch (error) {
        if (getErrorNumber(error) === DUPLICATE) return 'used'
        throw error
      }
    },

    createRequestToken: createToken,

    findRequestToken: (key) =>
      database.connect(async (statements) => {
        const token = await findToken(statements, key)
        return token?.kind === 'request' ? token : undefined
      }),

    approveRequestToken: (key, { userId, verifierDigest, nowSeconds }) =>
      decideRequestToken(key, nowSeconds, { state: 'approved', userId, verifierDigest }),

    denyRequestToken: (key, { userId, nowSeconds }) =>
      decideRequestToken(key, nowSeconds, { state: 'denied', userId }),

    countWrongVerifier: (key, limit) =>
      runExclusively(async (statements) => {
        const token = await findToken(statements, key)
        if (token?.kind !== 'request') return 0
        const wrongVerifiers = token.wrongVerifiers + 1
        const isLocked = token.state === 'approved' && wrongVerifiers >= limit
        const state = isLocked ? 'locked' : token.state
        await changeToken(statements, { ...token, wrongVerifiers, state })
        return wrongVerifiers
      }),

    exchangeRequestToken: (key, { accessToken, nowSeconds }) =>
      runExclusively(async (statements) => {
        const token = await findToken(statements, key)
        if (!isOpen(token, 'approved', nowSeconds)) return 'refused'
        if (!(await addToken(statements, accessToken))) return 'refused'
        await changeToken(statements, { ...token, state: 'used' })
        return 'exchanged'
      }),

    createAccessToken: createToken,

    async listAccessTokens(filter, { after = '', limit }) {
      const [owned, values] = createCondition(filter)
      const rows = await read(
        `SELECT ${TOKEN_COLUMNS} FROM oauth_tokens
          WHERE kind = 'access' AND state = 'valid' AND ${owned} AND id > ?
          ORDER BY id LIMIT ${limit}`,
        [...values, after],
      )
      return rows.map((row) => toToken(row as TokenRow) as AccessTokenRecord)
    },

    renewAccessToken: (key, { sessionHandleDigest, accessToken, nowSeconds }) =>
      runExclusively(async (statements) => {
        const token = await findToken(statements, key)
        if (token?.kind !== 'access' || token.state !== 'valid') return 'refused'
        if (token.sessionHandleDigest !== sessionHandleDigest) return 'refused'
        if ((token.keepUntilSeconds ?? nowSeconds) < nowSeconds) return 'refused'
        if (!(await addToken(statements, accessToken))) return 'refused'
        await changeToken(statements, { ...token, state: 'replaced' })
        return 'renewed'
      }),

    revokeTokens: (target, keepUntilSeconds) =>
      runExclusively(async (statements) => {
        const owners = await findOwners(statements, target)
        if (!owners) return 0
        const [owned, values] = createCondition(owners)
        // A revocation of a consumer also revokes its pending tokens.
        const open = owners.userId === undefined ? `'approved', 'pending'` : `'approved'`
        await statements.countChanges(
          `UPDATE oauth_tokens SET state = 'revoked'
            WHERE kind = 'request' AND state IN (${open}) AND ${owned}`,
          values,
        )
        const [which, whichValues] =
          'tokenKey' in target ? ['id = ?', [target.tokenKey]] : [owned, values]
        return statements.countChanges(
          `UPDATE oauth_tokens SET state = 'revoked',
              keep_until_seconds = LEAST(COALESCE(keep_until_seconds, ?), ?)
            WHERE kind = 'access' AND state = 'valid' AND ${which}`,
          [keepUntilSeconds, keepUntilSeconds, ...whichValues],
        )
      }),

    replaceTokenSecret: (key, { secret, newSecret }) =>
      runExclusively(async (statements) => {
        const token = await findToken(statements, key)
        if (token?.kind !== 'access' || !constantTimeEqual(token.secret, secret)) return 'conflict'
        await changeToken(statements, { ...token, secret: newSecret })
        return 'replaced'
      }),

    purge,
    migrate: () => migrate(database),
    check: () => check(database),

    async close() {
      stopPurging?.()
      await database.close()
    },
  }
}
