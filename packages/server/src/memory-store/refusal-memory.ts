import { REFUSAL_DAYS, toDay } from '../store/refusal-count.js'
import type { RefusalCount } from '../store/refusal-count.js'

/** The counts of refusals of consumers. */
export interface RefusalMemory {
  /** Adds to the counts. */
  add(counts: readonly RefusalCount[]): void
  /** Lists the counts of a consumer from a day on, by day and code. */
  list(consumerKey: string, sinceDay: number): readonly RefusalCount[]
  /** Forgets the counts of days that are too long ago. */
  purge(nowSeconds: number): void
}

/**
 * Creates a memory for the counts of so many consumers; those of the consumer that was refused longest ago are
 * dropped.
 */
export function createRefusalMemory(maxConsumers: number): RefusalMemory {
  const consumers = new Map<string, readonly RefusalCount[]>()

  function addCount(added: RefusalCount): void {
    const { consumerKey, day, code } = added
    const counts = consumers.get(consumerKey) ?? []
    const isSame = (count: RefusalCount): boolean => count.day === day && count.code === code
    const sum = added.count + (counts.find(isSame)?.count ?? 0)
    const others = counts.filter((count) => !isSame(count))
    const newestDay = Math.max(day, ...others.map((count) => count.day))
    consumers.delete(consumerKey)
    const changed = [...others, Object.freeze({ consumerKey, day, code, count: sum })]
    consumers.set(consumerKey, filterKept(changed, newestDay))
    const [longestAgo] = consumers.keys()
    if (consumers.size > maxConsumers && longestAgo !== undefined) consumers.delete(longestAgo)
  }

  return {
    add(counts) {
      for (const count of counts) addCount(count)
    },
    list(consumerKey, sinceDay) {
      return (consumers.get(consumerKey) ?? [])
        .filter(({ day }) => day >= sinceDay)
        .sort((a, b) => a.day - b.day || (a.code < b.code ? -1 : 1))
    },
    purge(nowSeconds) {
      const today = toDay(nowSeconds)
      for (const [consumerKey, counts] of consumers) {
        const kept = filterKept(counts, today)
        if (kept.length === 0) consumers.delete(consumerKey)
        else if (kept.length < counts.length) consumers.set(consumerKey, kept)
      }
    },
  }
}

function filterKept(counts: readonly RefusalCount[], today: number): readonly RefusalCount[] {
  return counts.filter(({ day }) => day >= today - REFUSAL_DAYS)
}
