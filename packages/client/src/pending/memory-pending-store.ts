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
 * bounded: where it is full, the Request Token that has waited longest is given up, and its User
 * asked to start again.
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
 * @throws `TypeError` when `limit` is not a positive whole number.
 *
 * @see [RFC 5849, section 2.2](https://www.rfc-editor.org/rfc/rfc5849#section-2.2)
 */
export function memoryPendingStore(options: MemoryPendingStoreOptions = {}): PendingStore {
  assertOptions('memoryPendingStore', options, OPTIONS)
  const { limit = 10_000, now = Date.now } = options
  // A Map keeps the order of insertion, so what has waited longest stands first.
  const waiting = new Map<string, PendingRequestToken>()
  const get = (tokenKey: string): PendingRequestToken | undefined => {
    const entry = waiting.get(tokenKey)
    if (entry === undefined || entry.expiresAtSeconds * 1000 > now()) return entry
    waiting.delete(tokenKey)
    return undefined
  }
  return {
    set(tokenKey, entry) {
      waiting.delete(tokenKey)
      for (const [oldestKey, oldest] of waiting) {
        if (waiting.size < limit && oldest.expiresAtSeconds * 1000 > now()) break
        waiting.delete(oldestKey)
      }
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
