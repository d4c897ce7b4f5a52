const POOL_BYTES = 2048

/**
 * Creates the source of random bytes: the cryptographic one of the platform, which is asked for 2,048 bytes
 * at once, because asking takes longer than an HMAC. Each byte is given out once, and not kept.
 */
export function createRandomSource(): (count: number) => Uint8Array {
  const pool = new Uint8Array(POOL_BYTES)
  let offset = POOL_BYTES
  return (count) => {
    if (count > POOL_BYTES) return globalThis.crypto.getRandomValues(new Uint8Array(count))
    if (offset + count > POOL_BYTES) {
      globalThis.crypto.getRandomValues(pool)
      offset = 0
    }
    const bytes = pool.slice(offset, offset + count)
    pool.fill(0, offset, offset + count)
    offset += count
    return bytes
  }
}
