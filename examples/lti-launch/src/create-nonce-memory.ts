const MAX_NONCES = 100_000

/** Remembers nonces in the memory of one process; a tool of several keeps them in a database that all of them ask. */
export function createNonceMemory(
  nowSeconds: () => number,
): (nonce: string, untilSeconds: number) => boolean {
  const seen = new Map<string, number>()
  return (nonce, untilSeconds) => {
    for (const [old, end] of seen) {
      // They come in about the order in which they go.
      if (end >= nowSeconds()) break
      seen.delete(old)
    }
    // Full is a refusal: to forget a nonce is to let its launch in once more.
    if (seen.has(nonce) || seen.size >= MAX_NONCES) return false
    seen.set(nonce, untilSeconds)
    return true
  }
}
