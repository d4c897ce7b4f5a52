/** Keys by the last second in which each is valid. */
export interface ExpiryBuckets {
  /** Puts a key under the last second in which it is valid; nowhere where there is none. */
  add(expiresAtSeconds: number | undefined, key: string): void
  /** Takes a key away again from under its second. */
  remove(expiresAtSeconds: number | undefined, key: string): void
  /** Takes out all keys whose last second lies before `nowSeconds`, second by second. */
  takeExpired(nowSeconds: number): ReadonlySet<string>[]
}

/**
 * Creates an index of keys by expiry: a Map from each second to the Set of keys whose last second
 * it is. Nothing is sorted and no key is looked at twice: what expires leaves by the bucket.
 *
 * @example
 *
 * ```ts
 * const buckets = expiryBuckets()
 * buckets.add(1_800_000_300, digest)
 * buckets.takeExpired(1_800_000_301) // [Set { digest }]
 * ```
 *
 * @returns The index, empty.
 *
 * @see [Map](https://tc39.es/ecma262/#sec-map-objects), whose access time is sublinear
 */
export function expiryBuckets(): ExpiryBuckets {
  const buckets = new Map<number, Set<string>>()
  // No bucket lies before this second.
  let earliestSecond = Infinity

  function candidates(nowSecond: number): Iterable<number> {
    // After a rest, or a leap of the clock, there are fewer buckets than seconds.
    return nowSecond - earliestSecond < buckets.size
      ? secondsBetween(earliestSecond, nowSecond)
      : buckets.keys()
  }

  return {
    add(expiresAtSeconds, key) {
      if (expiresAtSeconds === undefined) return
      const second = Math.floor(expiresAtSeconds)
      const bucket = buckets.get(second)
      if (bucket) bucket.add(key)
      else buckets.set(second, new Set([key]))
      earliestSecond = Math.min(earliestSecond, second)
    },
    remove(expiresAtSeconds, key) {
      if (expiresAtSeconds === undefined) return
      const second = Math.floor(expiresAtSeconds)
      const bucket = buckets.get(second)
      bucket?.delete(key)
      if (bucket?.size === 0) buckets.delete(second)
    },
    takeExpired(nowSeconds) {
      const nowSecond = Math.floor(nowSeconds)
      const expired: Set<string>[] = []
      if (nowSecond <= earliestSecond) return expired
      for (const second of candidates(nowSecond)) {
        const bucket = buckets.get(second)
        if (!bucket || second >= nowSecond) continue
        expired.push(bucket)
        buckets.delete(second)
      }
      earliestSecond = buckets.size === 0 ? Infinity : nowSecond
      return expired
    },
  }
}

function* secondsBetween(first: number, end: number): Iterable<number> {
  for (let second = first; second < end; second++) yield second
}
