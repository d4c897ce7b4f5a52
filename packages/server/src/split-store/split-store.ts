import {
  argumentError,
  assertOptions,
  createOptionCheck,
  optionChecks,
} from '@oauthplus/core/internal'

import { isStore } from '../settings/provider-checks.js'
import { isDurable } from '../store/is-durable.js'
import type { DurableStore, Store } from '../store/store.js'
import { STORE_OPERATIONS } from '../store/store-operations.js'
import { callAll } from './call-all.js'
import { createLastUses } from './last-uses.js'

/** A store of nonces: any {@link Store}, or an object with two of its operations. */
export type NonceStore = Pick<Store, 'recordNonce' | 'purge'>

/** The two stores that `splitStore` combines. */
export interface SplitStores {
  /** Keeps consumers, tokens, audit logs, and when each access token was last used. */
  readonly records: Store
  /** Keeps the nonces of requests. It must be another store than `records`. */
  readonly nonces: NonceStore
}

/** Two stores of which at least one outlasts the process. */
export type DurableSplitStores = SplitStores &
  (
    | {
        /** A store that outlasts the process. */
        readonly records: DurableStore
      }
    | {
        /** A store of nonces that outlasts the process. */
        readonly nonces: NonceStore & DurableStore
      }
  )

const STORES = optionChecks<SplitStores>({
  required: {
    records: isStore,
    nonces: createOptionCheck(
      'a store such as memoryStore(), or an object with recordNonce and purge',
      (value) =>
        typeof value === 'object' &&
        value !== null &&
        ['recordNonce', 'purge'].every(
          (name) => typeof (value as Readonly<Record<string, unknown>>)[name] === 'function',
        ),
    ),
  },
  optional: {},
})

/**
 * Combines two stores: one keeps consumers and tokens, the other keeps nonces. Every request with a
 * valid signature writes a nonce, and most nonces are worthless after a few minutes. A store in
 * memory, such as Redis, takes these writes, and a database keeps the records.
 *
 * Each decision is atomic, because each is made by one of the two stores: `nonces` decides whether
 * a nonce is new, `records` decides everything else. A call rejects if either store fails, and the
 * provider then refuses the request with 503. A request that `nonces` has recorded before `records`
 * failed is not accepted, and its nonce stays used.
 *
 * `records` also keeps the last use of each access token. The store writes it once a minute for each
 * token, by `recordNonce` of `records`, so that `records` contains a few nonces too. `purge` counts
 * them.
 *
 * Nonces protect against replays only as long as they exist. If the nonces of the last minutes are
 * lost, requests of these minutes can be sent again.
 *
 * @example
 *
 * ```ts
 * const store = splitStore({
 *   records: postgresStore(databaseUrl),
 *   nonces: redisStore(redisUrl),
 * })
 * await store.migrate()
 * const provider = createProvider({ publicUrl, findUser, store })
 * ```
 *
 * @param stores The two stores.
 *
 * @returns The store. `migrate`, `check`, `warnings` and `close` call those of both stores.
 *
 * @throws `TypeError` when `stores` has an unknown property, one of the two is not a store, or both
 *   are the same.
 *
 * @see [RFC 5849, section 3.3](https://www.rfc-editor.org/rfc/rfc5849#section-3.3), on nonces
 */
export function splitStore(stores: DurableSplitStores): DurableStore
/**
 * Combines two stores that do not outlast the process.
 *
 * @param stores The two stores.
 *
 * @returns The store.
 */
export function splitStore(stores: SplitStores): Store
export function splitStore(stores: SplitStores) {
  assertOptions('splitStore', stores, STORES)
  const { records, nonces } = stores
  if (records === nonces) {
    throw argumentError('splitStore: records and nonces must be two different stores')
  }
  const lastUses = createLastUses(records)
  const split: Store = {
    ...bindOperations(records),

    async findCredentials(consumerKey, tokenKey) {
      const found = await records.findCredentials(consumerKey, tokenKey)
      if (tokenKey !== undefined) lastUses.remember(tokenKey, found.token)
      return found
    },

    async recordNonce(nonce) {
      // The keys of tokens are of no use to the store of nonces.
      const outcome = await nonces.recordNonce({ ...nonce, accessTokenKey: undefined })
      return outcome === 'recorded' ? lastUses.write(nonce) : outcome
    },

    async purge(nowSeconds) {
      const counts = await callAll([records, nonces], (store) => store.purge(nowSeconds))
      return counts.reduce((sum, count) => sum + count, 0)
    },
  }
  const durable = [records, nonces].filter(isDurable)
  if (durable.length === 0) return split
  return {
    ...split,
    async migrate(): Promise<void> {
      await callAll(durable, (store) => store.migrate())
    },
    async check(): Promise<void> {
      await callAll(durable, (store) => store.check())
    },
    async warnings(): Promise<readonly string[]> {
      return (await callAll(durable, async (store) => store.warnings?.() ?? [])).flat()
    },
    async close(): Promise<void> {
      await callAll(durable, (store) => store.close())
    },
  }
}

/** Returns an object with the operations of a store, which may be an instance of a class. */
function bindOperations(store: Store): Store {
  const operations = STORE_OPERATIONS.map((name) => [name, store[name].bind(store)])
  return Object.fromEntries(operations) as Store
}
