import { createExpiryBuckets } from './expiry-buckets.js'
import type { NonceRecord } from '../store/store.js'

/** Nonces that were used, as long as their timestamps could be accepted. */
export interface NonceMemory {
  /** Records a nonce, unless it was used or there is no room. */
  record(nonce: NonceRecord): 'recorded' | 'used' | 'full' | 'consumer_full'
  /** Forgets the nonces whose last second lies before `nowSeconds`. Returns how many. */
  purge(nowSeconds: number): number
}

interface ConsumerCount {
  readonly consumerKey: string
  nonces: number
}

/** Digests, each run of a consumer's after its count: nothing else is kept for each nonce. */
interface Bucket {
  readonly entries: (string | ConsumerCount)[]
  lastCount: ConsumerCount | undefined
}

/**
 * Creates a memory of nonces. Time is what its calls say; by the greatest time it has heard, once
 * for each second, it forgets what has expired.
 *
 * @example
 *
 * ```ts
 * const nonces = createNonceMemory(500_000)
 * const nonce = { digest, consumerKey, expiresAtSeconds: 1_800_000_300, nowSeconds: 1_800_000_000 }
 * nonces.record(nonce) // 'recorded'
 * nonces.record(nonce) // 'used'
 * ```
 *
 * @param maxNonces How many it contains at most; if they are all live, further ones are
 *   refused.
 * @param maxNoncesPerConsumer How many of one consumer; its further ones are refused.
 *
 * @returns The memory, empty.
 *
 * @see [RFC 5849, section 3.3](https://www.rfc-editor.org/rfc/rfc5849#section-3.3)
 */
export function createNonceMemory(
  maxNonces: number,
  maxNoncesPerConsumer: number = maxNonces,
): NonceMemory {
  const digests = new Set<string>()
  const counts = new Map<string, ConsumerCount>()
  const expiries = createExpiryBuckets<Bucket>(() => ({ entries: [], lastCount: undefined }))
  let purgedBySeconds = -Infinity

  function purge(nowSeconds: number): number {
    if (nowSeconds <= purgedBySeconds) return 0
    purgedBySeconds = nowSeconds
    const sizeBefore = digests.size
    for (const { entries } of expiries.takeExpired(nowSeconds)) forget(entries)
    return sizeBefore - digests.size
  }

  function forget(entries: Bucket['entries']): void {
    let count: ConsumerCount | undefined
    for (const entry of entries) {
      if (typeof entry !== 'string') {
        count = entry
        continue
      }
      digests.delete(entry)
      if (count === undefined) continue
      count.nonces--
      if (count.nonces === 0) counts.delete(count.consumerKey)
    }
  }

  function getCount(consumerKey: string): ConsumerCount {
    const found = counts.get(consumerKey)
    if (found) return found
    const count = { consumerKey, nonces: 0 }
    counts.set(consumerKey, count)
    return count
  }

  return {
    purge,
    record({ digest, consumerKey, expiresAtSeconds, nowSeconds }) {
      purge(nowSeconds)
      // A purged nonce may have been used. A replay that was accepted because of
      // its timestamp, and comes here only after the purge (or from a clock that is behind), must
      // not pass for new.
      if (expiresAtSeconds < purgedBySeconds) return 'used'
      if (digests.has(digest)) return 'used'
      if (digests.size >= maxNonces) return 'full'
      if ((counts.get(consumerKey)?.nonces ?? 0) >= maxNoncesPerConsumer) return 'consumer_full'
      digests.add(digest)
      const count = getCount(consumerKey)
      count.nonces++
      const bucket = expiries.getBucket(expiresAtSeconds)
      if (bucket.lastCount !== count) bucket.entries.push(count)
      bucket.lastCount = count
      bucket.entries.push(digest)
      return 'recorded'
    },
  }
}
