/** Buckets of items by the last second in which they are valid. */
export interface ExpiryBuckets<Bucket> {
  /** Returns the bucket of a second, and creates it if there is none. */
  getBucket(expiresAtSeconds: number): Bucket
  /** Removes the bucket of a second. */
  remove(expiresAtSeconds: number): void
  /** Removes and returns all buckets whose last second is before `nowSeconds`, in order. */
  takeExpired(nowSeconds: number): Bucket[]
}

/**
 * Creates an index by expiry: a Map from each second to the bucket of the records that expire after it.
 * Records are not sorted and are read only once: a whole bucket expires at a time.
 *
 * @example
 *
 * ```ts
 * const buckets = createExpiryBuckets(() => new Set<string>())
 * buckets.getBucket(1_800_000_300).add(tokenKey)
 * buckets.takeExpired(1_800_000_301) // [Set { tokenKey }]
 * ```
 *
 * @param createBucket Makes an empty bucket: a Set if items are removed again; otherwise an array, which
 *   costs a quarter of that.
 *
 * @returns The index, empty.
 *
 * @see [Map](https://tc39.es/ecma262/#sec-map-objects), whose access time is sublinear
 */
export function createExpiryBuckets<Bucket>(createBucket: () => Bucket): ExpiryBuckets<Bucket> {
  const buckets = new Map<number, Bucket>()
  // No bucket lies before this second.
  let earliestSecond = Infinity

  function listCandidates(nowSecond: number): Iterable<number> {
    // After a rest, or a leap of the clock, there are fewer buckets than seconds.
    return nowSecond - earliestSecond < buckets.size
      ? iterateSeconds(earliestSecond, nowSecond)
      : buckets.keys()
  }

  return {
    getBucket(expiresAtSeconds) {
      const second = Math.floor(expiresAtSeconds)
      const found = buckets.get(second)
      if (found !== undefined) return found
      const bucket = createBucket()
      buckets.set(second, bucket)
      earliestSecond = Math.min(earliestSecond, second)
      return bucket
    },
    remove(expiresAtSeconds) {
      buckets.delete(Math.floor(expiresAtSeconds))
    },
    takeExpired(nowSeconds) {
      const nowSecond = Math.floor(nowSeconds)
      const expired: Bucket[] = []
      if (nowSecond <= earliestSecond) return expired
      for (const second of listCandidates(nowSecond)) {
        const bucket = buckets.get(second)
        if (bucket === undefined || second >= nowSecond) continue
        expired.push(bucket)
        buckets.delete(second)
      }
      earliestSecond = buckets.size === 0 ? Infinity : nowSecond
      return expired
    },
  }
}

function* iterateSeconds(first: number, end: number): Iterable<number> {
  for (let second = first; second < end; second++) yield second
}
