import {
  assertArgument,
  assertOptions,
  isFunction,
  isPurgeInterval,
  nameErrors,
  optionChecks,
} from '@oauthplus/core/internal'
import { purgeRegularly } from '@oauthplus/server'
import type { DurableStore } from '@oauthplus/server'

import { checkServer } from './check-server.js'
import { createConsumerOperations } from './create-consumer-operations.js'
import { createDecisionOperations } from './create-decision-operations.js'
import { createExchangeOperations } from './create-exchange-operations.js'
import { createRefusalOperations } from './create-refusal-operations.js'
import { migrate } from './migrate.js'
import { createNonceOperations } from './create-nonce-operations.js'
import { isPoolOrUrl, SHARED_CHECKS } from './postgres-checks.js'
import { createPostgresLink } from './postgres-link.js'
import type { PostgresConnectionOptions } from './postgres-link.js'
import type { PostgresPool } from './postgres-pool.js'
import { createRevocationOperation } from './create-revocation-operation.js'
import { createTableNames } from './table-names.js'
import type { PostgresTableOptions } from './table-names.js'
import { createTokenOperations } from './create-token-operations.js'

/** How a store in PostgreSQL works. */
export interface PostgresStoreOptions extends PostgresTableOptions, PostgresConnectionOptions {
  /**
   * How long it waits after one purge before the next, in seconds; `false` if something else
   * calls `purge`. 60 by default.
   */
  readonly purgeEverySeconds?: number | false | undefined
  /**
   * The time by which it purges, in milliseconds since 1970. `Date.now` by default. Everything else
   * goes by the time that calls say.
   */
  readonly now?: (() => number) | undefined
}

const OPTIONS = optionChecks<PostgresStoreOptions>({
  required: {},
  optional: { ...SHARED_CHECKS, purgeEverySeconds: isPurgeInterval, now: isFunction },
})

/**
 * Creates a store in PostgreSQL, for any number of processes on any number of machines.
 *
 * A call that fails or takes too long rejects, and the provider responds with 503; calls succeed again
 * when the server does. Revocations, removals and migrations may take a minute.
 *
 * @example
 *
 * ```ts
 * const store = postgresStore('postgres://photos@localhost/photos')
 * await store.migrate()
 * const provider = createProvider({ publicUrl, findUser, store })
 * ```
 *
 * @param poolOrUrl A `Pool` of `pg`, which stays yours to end; or the URL of a database, to which
 *   the store then makes a pool of ten connections.
 * @param options The names of the tables, the time that a call may take, and how often it purges.
 *
 * @returns The store. It connects at its first call.
 *
 * @throws `TypeError` when an option is not what it must be.
 *
 * @see [RFC 5849, section 3.3](https://www.rfc-editor.org/rfc/rfc5849#section-3.3), on nonces
 */
export function postgresStore(
  poolOrUrl: PostgresPool | string,
  options: PostgresStoreOptions = {},
): DurableStore {
  assertArgument('postgresStore', { poolOrUrl }, isPoolOrUrl)
  assertOptions('postgresStore', options, OPTIONS)
  const { purgeEverySeconds = 60, now, onError, timeoutSeconds } = options
  const names = createTableNames(options)
  const link = nameErrors('postgresStore', () =>
    createPostgresLink(poolOrUrl, { timeoutSeconds, onError }),
  )
  const parts = { link, names }
  const nonceOperations = createNonceOperations(parts)
  const stopPurging =
    purgeEverySeconds === false
      ? undefined
      : purgeRegularly(nonceOperations, { everySeconds: purgeEverySeconds, now, onError })
  return {
    ...createConsumerOperations(parts),
    ...createTokenOperations(parts),
    ...createDecisionOperations(parts),
    ...createExchangeOperations(parts),
    ...createRevocationOperation(parts),
    ...createRefusalOperations(parts),
    ...nonceOperations,

    async migrate() {
      await migrate(link, names)
      await checkServer(parts)
    },

    check: () => checkServer(parts),

    async close() {
      stopPurging?.()
      await link.close()
    },
  }
}
