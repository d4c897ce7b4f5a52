import crypto, { createHash, createHmac, randomFillSync } from 'node:crypto'

import { computeHmacByHash } from './compute-hmac-by-hash.js'
import { NODE_HASHES } from './node-hashes.js'
import type { HashName } from './rsa-key.js'

/** Computes an HMAC over the UTF-8 form of a string; base64. */
export function computeHmacBase64(hash: HashName, key: string, text: string): string {
  const name = NODE_HASHES[hash]
  const atOnce = getHashAtOnce()
  const computed = atOnce && computeHmacByHash(atOnce, name, { key, text })
  return computed ?? createHmac(name, key).update(text).digest('base64')
}

/** Digests data, a string as UTF-8; base64. */
export function digestBase64(hash: HashName, data: Uint8Array | string): string {
  const name = NODE_HASHES[hash]
  const computed = getHashAtOnce()?.(name, data, 'base64')
  return computed ?? createHash(name).update(data).digest('base64')
}

// A hash that is made in one call takes half the time. Node before 20.12 lacks it, and other runtimes
// may.
function getHashAtOnce(): typeof crypto.hash | undefined {
  return (crypto as Partial<typeof crypto>).hash
}

// Asking the source for 16 bytes costs more than an HMAC; for 4,096 at once, a tenth of that. Each
// byte is given out once.
const pool = /* @__PURE__ */ Buffer.alloc(4096)
let poolOffset = pool.length

/**
 * Returns random bytes, at most 4,096, from the cryptographic source of the platform, as hexadecimal
 * digits.
 */
export function createRandomHex(count: number): string {
  if (poolOffset + count > pool.length) {
    randomFillSync(pool)
    poolOffset = 0
  }
  poolOffset += count
  return pool.toString('hex', poolOffset - count, poolOffset)
}
