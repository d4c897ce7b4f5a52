import { expiryBuckets } from './expiry-buckets.js'
import type { NonceRecord } from './store.js'

/** Nonces that were used, as long as their timestamps could be accepted. */
export interface NonceMemory {
  /** Records a nonce, unless it was used or there is no room. */
  record(nonce: NonceRecord): 'recorded' | 'used' | 'full'
  /** Forgets the nonces whose last second lies before `nowSeconds`. Returns how many. */
  purge(nowSeconds: number): number
}

/**
 * Creates a memory of nonces. Time is what its calls say; by the greatest time it has heard, once
 * for each second, it forgets what has expired.
 *
 * @example
 *
 * ```ts
 * const nonces = nonceMemory(500_000)
 * const nonce = { digest, expiresAtSeconds: 1_800_000_300, nowSeconds: 1_800_000_000 }
 * nonces.record(nonce) // 'recorded'
 * nonces.record(nonce) // 'used'
 * ```
 *
 * @param maxNonces How many it holds at the most; where they are all live, further ones are
 *   refused.
 *
 * @returns The memory, empty.
 *
 * @see [RFC 5849, section 3.3](https://www.rfc-editor.org/rfc/rfc5849#section-3.3)
 */
export function nonceMemory(maxNonces: number): NonceMemory {
  const digests = new Set<string>()
  const expiries = expiryBuckets<string[]>(() => [])
  let purgedBySeconds = -Infinity

  function purge(nowSeconds: number): number {
    if (nowSeconds <= purgedBySeconds) return 0
    purgedBySeconds = nowSeconds
    let forgotten = 0
    for (const expired of expiries.takeExpired(nowSeconds)) {
      for (const digest of expired) digests.delete(digest)
      forgotten += expired.length
    }
    return forgotten
  }

  return {
    purge,
    record({ digest, expiresAtSeconds, nowSeconds }) {
      purge(nowSeconds)
      // Of what has been purged nobody knows whether it was used. A replay that was let through by
      // its timestamp, and comes here only after the purge (or from a clock that is behind), must
      // not pass for new.
      if (expiresAtSeconds < purgedBySeconds) return 'used'
      if (digests.has(digest)) return 'used'
      if (digests.size >= maxNonces) return 'full'
      digests.add(digest)
      expiries.bucketOf(expiresAtSeconds).push(digest)
      return 'recorded'
    },
  }
}
