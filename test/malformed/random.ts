/** A small seeded generator (mulberry32), so that a failure can be repeated from its seed. */
export interface SeededRandom {
  /** An integer from 0 to below `limit`. */
  below(limit: number): number
  /** One of the items. */
  pick<Item>(items: readonly Item[]): Item
  /** A string of `shortest` to `longest` characters of the alphabet. */
  text(alphabet: string, shortest: number, longest: number): string
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
    pick: (items) => items[below(items.length)] as (typeof items)[number],
    text: (alphabet, shortest, longest) =>
      Array.from({ length: shortest + below(longest - shortest + 1) }, () =>
        alphabet.charAt(below(alphabet.length)),
      ).join(''),
  }
}
