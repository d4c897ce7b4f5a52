const MAX_SENDERS = 10_000

/** The senders that have logged in by xAuth lately, as digests. */
export interface KnownSenders {
  /** Returns whether a sender has logged in lately. */
  has(digest: string): boolean
  /** Remembers a sender; the one that logged in longest ago is forgotten if there are too many. */
  add(digest: string): void
}

/** Creates an empty memory of senders. */
export function createKnownSenders(): KnownSenders {
  const digests = new Set<string>()
  return {
    has: (digest) => digests.has(digest),
    add(digest) {
      digests.delete(digest)
      digests.add(digest)
      const [oldest] = digests
      if (digests.size > MAX_SENDERS && oldest !== undefined) digests.delete(oldest)
    },
  }
}
