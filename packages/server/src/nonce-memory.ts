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
 * nonces.record({ digest, expiresAtSeconds: 1_800_000_300, nowSeconds: 1_800_000_000 }) // 'recorded'
 * nonces.record({ digest, expiresAtSeconds: 1_800_000_300, nowSeconds: 1_800_000_000 }) // 'used'
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
  const digests = expiryBuckets()
  let count = 0
  let purgedBySeconds = -Infinity

  function purge(nowSeconds: number): number {
    if (nowSeconds <= purgedBySeconds) return 0
    purgedBySeconds = nowSeconds
    let forgotten = 0
    for (const expired of digests.takeExpired(nowSeconds)) forgotten += expired.size
    count -= forgotten
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
      if (digests.has(expiresAtSeconds, digest)) return 'used'
      if (count >= maxNonces) return 'full'
      digests.add(expiresAtSeconds, digest)
      count++
      return 'recorded'
    },
  }
}
