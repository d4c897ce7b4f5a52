import type { Store } from '@oauthplus/server'

const MOST_MILLISECONDS = 5

/** Lets each call of a store wait for 0 to 5 milliseconds, as a generator of random numbers says. */
export function delayedStore(store: Store, random: () => number): Store {
  const delayed = Object.entries(store).map(([name, operation]) => [
    name,
    async (...values: readonly unknown[]): Promise<unknown> => {
      await new Promise((resolve) => setTimeout(resolve, random() * MOST_MILLISECONDS))
      return (operation as (...given: readonly unknown[]) => unknown)(...values)
    },
  ])
  return Object.fromEntries(delayed) as Store
}

/** Makes a generator of numbers from 0 to 1 that are the same again for the same seed (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** Gives the items in another order, as a generator of random numbers says. */
export function shuffled<Item>(items: readonly Item[], random: () => number): readonly Item[] {
  return items
    .map((item) => [random(), item] as const)
    .sort(([a], [b]) => a - b)
    .map(([, item]) => item)
}
