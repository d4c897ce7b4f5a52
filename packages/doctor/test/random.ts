/** Random numbers that are reproducible from a seed. */
export interface SeededRandom {
  below(limit: number): number
  text(length: number): string
}

const CHARACTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'

/** Creates random numbers from a seed (mulberry32). */
export function randomFrom(seed: number): SeededRandom {
  let state = seed >>> 0
  const below = (limit: number): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296) * limit) | 0
  }
  return {
    below,
    text: (length) => Array.from({ length }, () => CHARACTERS[below(CHARACTERS.length)]).join(''),
  }
}
