/** A small seeded generator (mulberry32), so that a failure can be repeated from its seed. */
export interface SeededRandom {
  /** Returns an integer from 0 to below `limit`. */
  below(limit: number): number
  /** Whether something happens that happens once in `count` times. */
  onceIn(count: number): boolean
  /** One of the items. */
  pick<Item>(items: readonly Item[]): Item
  /** A list of 0 to `most` items. */
  list<Item>(most: number, make: () => Item): readonly Item[]
}

export function seededRandom(seed: number): SeededRandom {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (limit: number): number => Math.floor(next() * limit)
  return {
    below,
    onceIn: (count) => below(count) === 0,
    pick: (items) => items[below(items.length)] as (typeof items)[number],
    list: (most, make) => Array.from({ length: below(most + 1) }, make),
  }
}
