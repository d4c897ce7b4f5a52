import { toDay } from '../store/refusal-count.js'
import type { RefusalCount } from '../store/refusal-count.js'
import type { Store } from '../store/store.js'

/** A request that was refused, and in whose name it was sent. */
export interface CountedRefusal {
  /** The key of the consumer that the request names. */
  readonly consumerKey: string
  /** The problem code. */
  readonly code: string
  /** Whether the consumer is known to exist. */
  readonly isKnown: boolean
}

/** Counts refusals in memory, and adds them to the store a few seconds later. */
export interface RefusalCounter {
  /** Counts a refusal. */
  count(refusal: CountedRefusal): void
}

const FLUSH_MILLISECONDS = 5000
const MAX_COUNTS = 1000
// Each costs a read of the store, and anyone can invent keys.
const MAX_UNKNOWN_KEYS = 50
const MAX_KEY_LENGTH = 255

/**
 * Creates a counter of refusals. It keeps no process alive, and never delays a request: counts are statistics, and
 * what does not fit is dropped.
 */
export function createRefusalCounter(
  store: Pick<Store, 'addRefusals' | 'findConsumer'>,
  nowSeconds: () => number,
): RefusalCounter {
  let counts = new Map<string, RefusalCount>()
  let knownKeys = new Set<string>()
  let unknownKeys = new Set<string>()
  let isWaiting = false

  /** Returns whether a refusal is of a consumer that exists, or that there is room to look for. */
  function isCounted({ consumerKey, isKnown }: CountedRefusal): boolean {
    if (consumerKey === '' || consumerKey.length > MAX_KEY_LENGTH) return false
    if (isKnown) {
      knownKeys.add(consumerKey)
      unknownKeys.delete(consumerKey)
    }
    if (knownKeys.has(consumerKey) || unknownKeys.has(consumerKey)) return true
    if (unknownKeys.size >= MAX_UNKNOWN_KEYS) return false
    unknownKeys.add(consumerKey)
    return true
  }

  function flushLater(): void {
    if (isWaiting) return
    isWaiting = true
    const timer: unknown = setTimeout(() => {
      isWaiting = false
      void flush()
    }, FLUSH_MILLISECONDS)
    // On Node; elsewhere a timer is a number.
    ;(timer as { unref?: () => unknown }).unref?.()
  }

  /** Adds the counts to the store. Counts that the store does not accept are dropped. */
  async function flush(): Promise<void> {
    const taken = [...counts.values()]
    const unknown = unknownKeys
    counts = new Map()
    knownKeys = new Set()
    unknownKeys = new Set()
    try {
      const invented = new Set<string>()
      for (const key of unknown) if (!(await isConsumer(key))) invented.add(key)
      const known = taken.filter(({ consumerKey }) => !invented.has(consumerKey))
      if (known.length > 0) await store.addRefusals(known)
    } catch {
      // Requests must not be refused because of statistics.
    }
  }

  async function isConsumer(key: string): Promise<boolean> {
    try {
      return (await store.findConsumer(key)) !== undefined
    } catch {
      return false
    }
  }

  return {
    count(refusal) {
      const { consumerKey, code } = refusal
      const day = toDay(nowSeconds())
      const slot = JSON.stringify([consumerKey, day, code])
      const before = counts.get(slot)
      if (before === undefined && counts.size >= MAX_COUNTS) return
      if (!isCounted(refusal)) return
      counts.set(slot, { consumerKey, day, code, count: (before?.count ?? 0) + 1 })
      flushLater()
    },
  }
}
