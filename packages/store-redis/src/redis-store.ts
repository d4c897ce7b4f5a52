import {
  assertArgument,
  assertOptions,
  isInteger,
  nameErrors,
  optionChecks,
} from '@oauthplus/core/internal'
import type { DurableStore } from '@oauthplus/server'

import { createConsumerOperations } from './create-consumer-operations.js'
import { createDecisionOperations } from './create-decision-operations.js'
import { createExchangeOperations } from './create-exchange-operations.js'
import { createKeyNames } from './key-names.js'
import { createNonceOperations } from './create-nonce-operations.js'
import { createRefusalOperations } from './create-refusal-operations.js'
import type { RedisClient } from './redis-client.js'
import { createRedisLink } from './redis-link.js'
import type { Reply } from './redis-link.js'
import { createConnectionOptions, isClientOrUrl, SHARED_CHECKS } from './redis-options.js'
import type { RedisOptions } from './redis-options.js'
import { createRemovalOperations } from './create-removal-operations.js'
import { createRevocationOperation } from './create-revocation-operation.js'
import { createServerReport } from './server-report.js'
import { createListOperation } from './create-list-operation.js'
import { createTokenPlaces } from './token-places.js'
import { createTokenOperations } from './create-token-operations.js'

const LAYOUT_VERSION = 1
const DEFAULT_SHARE = 1_000_000
const CONSUMER_BATCH_SIZE = 100

/** How a store in Redis works. */
export interface RedisStoreOptions extends RedisOptions {
  /**
   * How many nonces one consumer may have in Redis: at the bound only that consumer is refused, with
   * 503, until some have expired. 1,000,000 by default, some 140 MB: as many as 3,300 requests a
   * second leave with the usual window of 300 seconds and clocks that are right. Choose it so that no
   * consumer can fill `maxmemory`, at which every write is refused.
   */
  readonly maxNoncesPerConsumer?: number | undefined
}

const OPTIONS = optionChecks<RedisStoreOptions>({
  required: {},
  optional: { ...SHARED_CHECKS, maxNoncesPerConsumer: isInteger(1) },
})

/** A store in Redis or Valkey. */
export interface RedisStore extends DurableStore {
  /**
   * Returns warnings, a sentence each: guarantees that this Redis does not give. There are none if it keeps
   * an append-only file.
   */
  warnings(): Promise<readonly string[]>
}

/**
 * Creates a store in Redis or Valkey: on one server, behind Sentinels, or in a Cluster.
 *
 * It connects at its first call, and by itself after an interruption; meanwhile its calls reject
 * and the provider responds with 503. It refuses to work if `maxmemory-policy` is anything but
 * `noeviction`.
 *
 * @example
 *
 * ```ts
 * const store = redisStore('redis://localhost:6379')
 * await store.migrate()
 * const provider = createProvider({ publicUrl, findUser, store })
 * ```
 *
 * @param clientOrUrl A client of the `redis` package (node-redis 5 or 6), for one server, a Cluster
 *   or Sentinels, which you close yourself. Or one of the URLs `redis://host:6379`,
 *   `redis-cluster://host:6379,host:6379` and `redis-sentinel://host:26379,host:26379/group`, with
 *   `user:password@` before the hosts if one is needed; `rediss`, `rediss-cluster` and
 *   `rediss-sentinel` for TLS.
 * @param options The prefix of keys, the time limit of a call, and the maximum number of nonces of a
 *   consumer.
 *
 * @returns The store.
 *
 * @throws `TypeError` when the URL or an option is not what it must be.
 *
 * @see [RFC 5849, section 3.3](https://www.rfc-editor.org/rfc/rfc5849#section-3.3), on nonces
 */
export function redisStore(
  clientOrUrl: RedisClient | string,
  options: RedisStoreOptions = {},
): RedisStore {
  assertArgument('redisStore', { clientOrUrl }, isClientOrUrl)
  assertOptions('redisStore', options, OPTIONS)
  const { prefix, connection } = nameErrors('redisStore', () =>
    createConnectionOptions(clientOrUrl, options),
  )
  const link = createRedisLink({ ...connection, verify: assertFit })
  const names = createKeyNames(prefix)
  const places = createTokenPlaces({ link, names })
  const parts = { link, names, places }
  const removal = createRemovalOperations(parts)
  const refusals = createRefusalOperations(parts)
  const nonces = createNonceOperations(parts, options.maxNoncesPerConsumer ?? DEFAULT_SHARE)

  /** Calls a function with each tag, a hundred at a time, and adds up what it returns. */
  async function sumOverTags(
    tags: readonly string[],
    purge: (tag: string) => Promise<number>,
  ): Promise<number> {
    let sum = 0
    for (let from = 0; from < tags.length; from += CONSUMER_BATCH_SIZE) {
      const counts = await Promise.all(tags.slice(from, from + CONSUMER_BATCH_SIZE).map(purge))
      for (const count of counts) sum += count
    }
    return sum
  }

  async function assertVersion(): Promise<void> {
    const version = await link.command('GET', names.version)
    if (version === null) throw new Error('Redis is not prepared: call migrate()')
    if (version !== String(LAYOUT_VERSION)) {
      throw new Error(`Redis was prepared by a newer version, for the layout ${String(version)}`)
    }
  }

  async function check(): Promise<void> {
    assertFit(await link.info(), await link.isCluster())
    await assertVersion()
  }

  return {
    ...createConsumerOperations(parts, removal.removeAll),
    ...createTokenOperations(parts, removal.purge),
    ...createDecisionOperations(parts),
    ...createExchangeOperations(parts),
    ...createListOperation(parts),
    ...createRevocationOperation(parts),
    recordNonce: nonces.recordNonce,
    addRefusals: refusals.addRefusals,
    listRefusals: refusals.listRefusals,
    removeConsumer: removal.removeConsumer,
    check,
    close: link.close,

    async purge(nowSeconds) {
      const keys = (await link.command('ZRANGE', names.consumers, '0', '-1')) as string[]
      const tags = keys.map(names.tag)
      const tokenCount = await sumOverTags(tags, (tag) => removal.purge(tag, nowSeconds))
      // Nonces may be of consumers that were removed, or that another store keeps.
      const noncesOf = new Set((await link.findKeys(names.allNonces)).map(names.parseNonces))
      const nonceCount = await sumOverTags([...noncesOf], (tag) => nonces.purge(tag, nowSeconds))
      await sumOverTags(tags, (tag) => refusals.purge(tag, nowSeconds))
      return tokenCount + nonceCount
    },

    async migrate() {
      await link.command('SET', names.version, String(LAYOUT_VERSION), 'NX')
      await check()
    },

    async warnings() {
      return createServerReport(await link.info(), await link.isCluster()).warnings
    },
  }
}

function assertFit(responses: readonly Reply[], isCluster: boolean): void {
  const { problems } = createServerReport(responses, isCluster)
  if (problems.length > 0) throw new Error(`Redis is not fit: ${problems.join('; ')}`)
}
