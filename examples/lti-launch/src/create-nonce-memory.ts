const MAX_NONCES = 100_000

/**
 * Remembers nonces in the memory of one process. If several processes run the tool, store nonces in
 * a shared database.
 */
export function createNonceMemory(
  nowSeconds: () => number,
): (nonce: string, untilSeconds: number) => boolean {
  const seen = new Map<string, number>()
  return (nonce, untilSeconds) => {
    for (const [old, end] of seen) {
      // Nonces expire roughly in the order in which they arrive.
      if (end >= nowSeconds()) break
      seen.delete(old)
    }
    // A full memory refuses launches, because forgetting a nonce would accept its launch again.
    if (seen.has(nonce) || seen.size >= MAX_NONCES) return false
    seen.set(nonce, untilSeconds)
    return true
  }
}
