/** The keys of records by something that several of them share. */
export interface KeyIndex {
  /** Puts a key under what its record shares with others; under nothing if that is absent. */
  add(shared: string | undefined, key: string): void
  /** Takes a key away again. */
  remove(shared: string | undefined, key: string): void
  /** Returns the keys of the records that share this. */
  getKeys(shared: string): Iterable<string>
  /** Counts them. */
  countKeys(shared: string): number
}

/**
 * Creates an index, so that what belongs to one of many consumers or users is found without looking
 * at everyone's.
 *
 * @example
 *
 * ```ts
 * const byUser = createKeyIndex()
 * byUser.add('jane', token.key)
 * ;[...byUser.getKeys('jane')] // [token.key]
 * ```
 *
 * @returns The index, empty.
 *
 * @see [Map](https://tc39.es/ecma262/#sec-map-objects), whose access time is sublinear
 */
export function createKeyIndex(): KeyIndex {
  // Most users have one token, for which a set would take half of the memory.
  const index = new Map<string, string | Set<string>>()
  return {
    add(shared, key) {
      if (shared === undefined) return
      const keys = index.get(shared)
      if (keys === undefined) index.set(shared, key)
      else if (typeof keys !== 'string') keys.add(key)
      else if (keys !== key) index.set(shared, new Set([keys, key]))
    },
    remove(shared = '', key) {
      const keys = index.get(shared)
      if (keys === key) index.delete(shared)
      if (typeof keys === 'string') return
      keys?.delete(key)
      if (keys?.size === 0) index.delete(shared)
    },
    getKeys(shared) {
      const keys = index.get(shared) ?? []
      return typeof keys === 'string' ? [keys] : keys
    },
    countKeys(shared) {
      const keys = index.get(shared)
      return typeof keys === 'string' ? 1 : (keys?.size ?? 0)
    },
  }
}
