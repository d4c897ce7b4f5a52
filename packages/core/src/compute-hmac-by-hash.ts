import { Buffer } from 'node:buffer'
import type { hash } from 'node:crypto'

/** The length of the block that each hash function works on, in bytes. */
const BLOCK_BYTES: Readonly<Record<'sha1' | 'sha256' | 'sha512', number>> = {
  sha1: 64,
  sha256: 64,
  sha512: 128,
}
const INNER_PAD = 0x36
const OUTER_PAD = 0x5c
const MAX_UNITS = 1300
// One for all calls, because a new one for each takes a quarter of what is saved. No call waits, so no
// two calls use it at once.
const bytes = /* @__PURE__ */ Buffer.alloc(4096)

/**
 * Computes an HMAC by its definition (RFC 2104), by two calls of `crypto.hash`; base64. It takes 0.7 of the
 * time of `createHmac`, and 0.5 if the caches of the processor contain neither. Strings are taken as UTF-8.
 * Returns `undefined` for a text of more than 1,300 characters, which `createHmac` hashes as fast.
 */
export function computeHmacByHash(
  hashAtOnce: typeof hash,
  name: keyof typeof BLOCK_BYTES,
  { key, text }: { readonly key: Uint8Array | string; readonly text: Uint8Array | string },
): string | undefined {
  if (text.length > MAX_UNITS) return undefined
  const blockBytes = BLOCK_BYTES[name]
  const isLongKey = Buffer.byteLength(key) > blockBytes
  let usedBytes = blockBytes
  try {
    const keyBytes = isLongKey
      ? bytes.write(hashAtOnce(name, key, 'binary'), 'latin1')
      : writeBytes(key, 0)
    bytes.fill(0, keyBytes, blockBytes)
    maskBlock(blockBytes, INNER_PAD)
    usedBytes += writeBytes(text, blockBytes)
    const inner = hashAtOnce(name, bytes.subarray(0, usedBytes), 'binary')
    maskBlock(blockBytes, INNER_PAD ^ OUTER_PAD)
    const outerBytes = blockBytes + bytes.write(inner, blockBytes, 'latin1')
    usedBytes = Math.max(usedBytes, outerBytes)
    return hashAtOnce(name, bytes.subarray(0, outerBytes), 'base64')
  } finally {
    // The key is a secret, and the text may be one.
    bytes.fill(0, 0, usedBytes)
  }
}

function writeBytes(data: Uint8Array | string, offset: number): number {
  if (typeof data === 'string') return bytes.write(data, offset)
  bytes.set(data, offset)
  return data.length
}

function maskBlock(blockBytes: number, mask: number): void {
  for (let index = 0; index < blockBytes; index++) bytes[index] = (bytes[index] ?? 0) ^ mask
}
