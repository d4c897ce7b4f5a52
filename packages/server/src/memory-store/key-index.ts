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
 * Creates an index, so that what belongs to one of many Consumers or Users is found without looking
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
  const index = new Map<string, Set<string>>()
  return {
    add(shared, key) {
      if (shared === undefined) return
      const keys = index.get(shared)
      if (keys) keys.add(key)
      else index.set(shared, new Set([key]))
    },
    remove(shared = '', key) {
      const keys = index.get(shared)
      keys?.delete(key)
      if (keys?.size === 0) index.delete(shared)
    },
    getKeys: (shared) => index.get(shared) ?? [],
    countKeys: (shared) => index.get(shared)?.size ?? 0,
  }
}
