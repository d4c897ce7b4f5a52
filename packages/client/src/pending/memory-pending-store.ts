import { OAuthError } from '@oauthplus/core'
import { assertOptions, isFunction, isInteger, optionChecks } from '@oauthplus/core/internal'

import type { PendingRequestToken, PendingStore } from './pending-store.js'

/** How a store in memory is made. */
export interface MemoryPendingStoreOptions {
  /** How many Request Tokens may wait. 10,000 by default. */
  readonly limit?: number | undefined
  /** The time, in milliseconds since 1970. `Date.now` by default. */
  readonly now?: (() => number) | undefined
}

const OPTIONS = optionChecks<MemoryPendingStoreOptions>({
  required: {},
  optional: { limit: isInteger(1), now: isFunction },
})

/**
 * Creates a {@link PendingStore} in memory, for an application that runs in one process. It is
 * bounded: when it is full, it forgets the Request Tokens that have expired. If none has, it refuses
 * the new one, so that nobody can end the flows of others by starting many. `authorize` then rejects
 * with {@link OAuthError} `pending_full`.
 *
 * @example
 *
 * ```ts
 * const client = createClient({ provider, consumer, callbackUrl, pending: memoryPendingStore() })
 * ```
 *
 * @param options What differs from the defaults.
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
  // Nothing is searched for before something can have expired: a burst makes no refusal expensive.
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
      `memoryPendingStore: ${limit} Request Tokens wait already, as many as limit allows. Limit how often one user can start a flow, raise limit, or use sealedPendingStore.`,
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
      // One who has waited already keeps the place.
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
