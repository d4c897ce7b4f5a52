import {
  assertArgument,
  assertOptions,
  createOptionCheck,
  isInteger,
  nameErrors,
  optionChecks,
} from '@oauthplus/core/internal'
import type { Throttle } from '@oauthplus/server'
import { RateLimiterPostgres } from 'rate-limiter-flexible'

import { isPoolOrUrl, SHARED_CHECKS } from './postgres-checks.js'
import { createPostgresLink } from './postgres-link.js'
import type { PostgresConnectionOptions } from './postgres-link.js'
import type { PostgresPool } from './postgres-pool.js'
import { createTableNames } from './table-names.js'
import type { PostgresTableOptions } from './table-names.js'

/** How many attempts are allowed, and where they are counted. */
export interface PostgresThrottleOptions extends PostgresTableOptions, PostgresConnectionOptions {
  /** How many attempts are allowed. 10 by default. */
  readonly points?: number | undefined
  /** In how many seconds, counted from the first. 300 by default. */
  readonly durationSeconds?: number | undefined
}

const OPTIONS = optionChecks<PostgresThrottleOptions>({
  required: {},
  optional: { ...SHARED_CHECKS, points: isInteger(1), durationSeconds: isInteger(1) },
})

// As wide as the column that rate-limiter-flexible expects.
const isKey = createOptionCheck(
  'a string of 255 characters at most, without NUL or unpaired surrogates',
  (value) => typeof value === 'string' && value.length <= 255 && !/\0|\p{Surrogate}/u.test(value),
)

/** A {@link Throttle} that all processes share. */
export interface PostgresThrottle extends Required<Throttle> {
  /** Ends the connections that it has made. A pool that was handed in stays open. */
  close(): Promise<void>
}

/**
 * Creates a {@link Throttle} in PostgreSQL, so that all processes of a provider count together; made
 * with rate-limiter-flexible. Its table is made by the store's `migrate`.
 *
 * @example
 *
 * ```ts
 * const passwords = postgresThrottle(pool)
 * const provider = createProvider({
 *   publicUrl, findUser, verifyPassword, store, limits: { passwords },
 * })
 * ```
 *
 * @param poolOrUrl A `Pool` of `pg`, or the URL of a database.
 * @param options How many attempts are allowed in how many seconds; undefined
 *   given to the store.
 *
 * @returns The throttle. While the database cannot be reached it rejects with an `Error`, and the
 *   provider responds with 503. A key that the table cannot store, such as one of more than 255
 *   characters, is a `TypeError`.
 *
 * @throws `TypeError` when an option is not what it must be.
 *
 * @see [rate-limiter-flexible](https://github.com/animir/node-rate-limiter-flexible)
 */
export function postgresThrottle(
  poolOrUrl: PostgresPool | string,
  options: PostgresThrottleOptions = {},
): PostgresThrottle {
  assertArgument('postgresThrottle', { poolOrUrl }, isPoolOrUrl)
  assertOptions('postgresThrottle', options, OPTIONS)
  const { points = 10, durationSeconds = 300 } = options
  const { schema, throttle } = createTableNames(options)
  const link = nameErrors('postgresThrottle', () => createPostgresLink(poolOrUrl, options))
  const limiter = new RateLimiterPostgres({
    // It speaks as to a pool, and by this to the link, whose calls end in time.
    storeType: 'pool',
    storeClient: {
      async query({ text, values }: { readonly text: string; readonly values: unknown[] }) {
        const { rows, count } = await link.query(text, values)
        return {
          rowCount: count,
          rows: rows.map(([counted, expire]) => ({ points: counted, expire })),
        }
      },
    },
    tableName: throttle,
    ...(schema === undefined ? {} : { schemaName: schema }),
    tableCreated: true,
    keyPrefix: '',
    points,
    duration: durationSeconds,
  })

  async function callWithKey<Result>(
    name: keyof Throttle,
    key: string,
    call: () => Promise<Result>,
  ): Promise<Result> {
    assertArgument(`postgresThrottle: ${name}`, { key }, isKey)
    return call()
  }

  return {
    consume: (key) => callWithKey('consume', key, () => limiter.consume(key)),
    get: (key) => callWithKey('get', key, () => limiter.get(key)),
    reward: (key, points) => callWithKey('reward', key, () => limiter.reward(key, points)),
    delete: (key) => callWithKey('delete', key, () => limiter.delete(key)),
    close: link.close,
  }
}
