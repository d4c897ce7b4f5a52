import type { Store } from '@oauthplus/server'

import { connectionSettings } from './connection-options.js'
import type { RedisConnection, RedisConnectionOptions } from './connection-options.js'
import { consumerRecords } from './consumer-records.js'
import { decisions } from './decisions.js'
import { exchanges } from './exchanges.js'
import { keyNames } from './key-names.js'
import { nonceRecords } from './nonce-records.js'
import { redisLink } from './redis-link.js'
import type { Reply } from './redis-link.js'
import { removals } from './removals.js'
import { revocations } from './revocations.js'
import { serverReport } from './server-report.js'
import { tokenLists } from './token-lists.js'
import { tokenPlaces } from './token-places.js'
import { tokenRecords } from './token-records.js'

const LAYOUT_VERSION = '1'
const MOST_CONSUMERS_AT_ONCE = 100

/** How Redis is reached, and under which names records are kept there. */
export type RedisStoreOptions = RedisConnection & RedisConnectionOptions

/** What a Redis has to say about keeping records. */
export interface RedisStoreReport {
  /** What makes it unfit; a store refuses to work there. */
  readonly problems: readonly string[]
  /** What it does not promise. */
  readonly warnings: readonly string[]
}

/** A {@link Store} in Redis or Valkey. */
export interface RedisStore extends Store {
  /**
   * Makes sure that the server is fit, and marks it with the version of the layout. It may be
   * called by any number of processes, any number of times.
   *
   * Rejects with an `Error` that says what is wrong: a `maxmemory-policy` other than `noeviction`,
   * a server that is too old, a replica, a layout of a later version.
   */
  migrate(): Promise<void>
  /** Tells whether the server is fit, and what it does not promise. Changes nothing. */
  check(): Promise<RedisStoreReport>
  /** Ends the connections that the store has made. A client that was handed in stays open. */
  close(): Promise<void>
}

/**
 * Creates a {@link Store} in Redis or Valkey: one server, what Sentinels watch, or a Cluster.
 *
 * @example
 *
 * ```ts
 * const store = redisStore({ url: 'redis://localhost:6379' })
 * await store.migrate()
 * const provider = createProvider({ publicUrl, findUser, store })
 * ```
 *
 * @param options How Redis is reached; what the names of keys begin with.
 *
 * @returns The store. It connects at its first call, and again by itself after an interruption;
 *   meanwhile its calls reject, and the provider answers 503.
 *
 * @throws `TypeError` when an option is not what it must be.
 *
 * @see [RFC 5849, section 3.3](https://www.rfc-editor.org/rfc/rfc5849#section-3.3), on nonces
 */
export function redisStore(options: RedisStoreOptions): RedisStore {
  const { source, prefix, timeoutMilliseconds } = connectionSettings(options)
  const link = redisLink(source, { timeoutMilliseconds, verify: requireFit })
  const names = keyNames(prefix)
  const places = tokenPlaces({ link, names })
  const parts = { link, names, places }
  const removal = removals(parts)
  const nonces = nonceRecords(parts)

  async function purgeConsumer(consumerKey: string, nowSeconds: number): Promise<number> {
    const tag = names.tag(consumerKey)
    const [tokenCount, nonceCount] = await Promise.all([
      removal.purge(tag, nowSeconds),
      nonces.purge(tag, nowSeconds),
    ])
    return tokenCount + nonceCount
  }

  return {
    ...consumerRecords(parts, removal.removeAll),
    ...tokenRecords(parts, removal.purge),
    ...decisions(parts),
    ...exchanges(parts),
    ...tokenLists(parts),
    ...revocations(parts),
    recordNonce: nonces.recordNonce,
    removeConsumer: removal.removeConsumer,

    async purge(nowSeconds) {
      const keys = (await link.command('ZRANGE', names.consumers, '0', '-1')) as string[]
      let sum = 0
      for (let from = 0; from < keys.length; from += MOST_CONSUMERS_AT_ONCE) {
        const some = keys.slice(from, from + MOST_CONSUMERS_AT_ONCE)
        const counts = await Promise.all(some.map((key) => purgeConsumer(key, nowSeconds)))
        for (const count of counts) sum += count
      }
      return sum
    },

    async migrate() {
      requireFit(await link.onEveryPrimary('INFO'), await link.isCluster())
      await link.command('SET', names.version, LAYOUT_VERSION, 'NX')
      const version = await link.command('GET', names.version)
      if (version !== LAYOUT_VERSION) {
        throw new Error(
          `Redis holds records of the layout ${String(version)}; this is ${LAYOUT_VERSION}`,
        )
      }
    },

    async check() {
      const unverified = redisLink(source, { timeoutMilliseconds })
      try {
        return serverReport(await unverified.onEveryPrimary('INFO'), await unverified.isCluster())
      } finally {
        await unverified.close()
      }
    },

    close: link.close,
  }
}

function requireFit(answers: readonly Reply[], isCluster: boolean): void {
  const { problems } = serverReport(answers, isCluster)
  if (problems.length > 0) throw new Error(`Redis is not fit: ${problems.join('; ')}`)
}
