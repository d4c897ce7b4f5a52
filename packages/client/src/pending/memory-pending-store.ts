import { OAuthError } from '@oauthplus/core'
import { assertOptions, isFunction, isInteger, optionChecks } from '@oauthplus/core/internal'

import type { PendingRequestToken, PendingStore } from './pending-store.js'

/** The options of {@link memoryPendingStore}. */
export interface MemoryPendingStoreOptions {
  /** The maximum number of pending request tokens. Defaults to 10,000. */
  readonly limit?: number | undefined
  /** Returns the time, in milliseconds since 1970. Defaults to `Date.now`. */
  readonly now?: (() => number) | undefined
}

const OPTIONS = optionChecks<MemoryPendingStoreOptions>({
  required: {},
  optional: { limit: isInteger(1), now: isFunction },
})

/**
 * Creates a {@link PendingStore} in memory, for an application that runs in one process. Its size
 * is limited. A full store removes expired request tokens. If none has expired, it refuses the new
 * one, so that nobody can end other users' flows by starting many. `authorize` then rejects with
 * {@link OAuthError} `pending_full`.
 *
 * @example
 *
 * ```ts
 * const client = createClient({ provider, consumer, callbackUrl, pending: memoryPendingStore() })
 * ```
 *
 * @param options The limit and the clock.
 *
 * @returns The store.
 *
 * @throws `TypeError` when `limit` is not a positive integer.
 *
 * @see [RFC 5849, section 2.2](https://www.rfc-editor.org/rfc/rfc5849#section-2.2)
 */
export function memoryPendingStore(options: MemoryPendingStoreOptions = {}): PendingStore {
  assertOptions('memoryPendingStore', options, OPTIONS)
  const { limit = 10_000, now = Date.now } = options
  const waiting = new Map<string, PendingRequestToken>()
  // Skips the search until an entry can have expired, so that refusals in a burst stay cheap.
  let earliestExpirySeconds = Infinity
  const isWaiting = ({ expiresAtSeconds }: PendingRequestToken): boolean =>
    expiresAtSeconds * 1000 > now()
  const purge = (): void => {
    if (earliestExpirySeconds * 1000 > now()) return
    earliestExpirySeconds = Infinity
    for (const [tokenKey, entry] of waiting) {
      if (!isWaiting(entry)) waiting.delete(tokenKey)
      else earliestExpirySeconds = Math.min(earliestExpirySeconds, entry.expiresAtSeconds)
    }
  }
  const makeRoom = (): void => {
    purge()
    if (waiting.size < limit) return
    throw new OAuthError(
      'pending_full',
      `memoryPendingStore: ${limit} request tokens are pending, which is the limit. Limit how often one user can start a flow, raise the limit, or use sealedPendingStore.`,
    )
  }
  const get = (tokenKey: string): PendingRequestToken | undefined => {
    const entry = waiting.get(tokenKey)
    if (entry === undefined || isWaiting(entry)) return entry
    waiting.delete(tokenKey)
    return undefined
  }
  return {
    set(tokenKey, entry) {
      // An existing entry keeps its place.
      if (!waiting.has(tokenKey)) makeRoom()
      earliestExpirySeconds = Math.min(earliestExpirySeconds, entry.expiresAtSeconds)
      waiting.set(tokenKey, entry)
    },
    get,
    take(tokenKey) {
      const entry = get(tokenKey)
      waiting.delete(tokenKey)
      return entry
    },
  }
}
