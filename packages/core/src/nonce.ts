import { createRandomHex } from '#crypto'

/**
 * Creates a nonce: 128 random bits, in 32 hexadecimal digits, which every known server accepts.
 *
 * @example
 *
 * ```ts
 * createNonce() // such as '9f86d081884c7d659a2feaa0c55ad015'
 * ```
 *
 * @returns A string that no other call, here or elsewhere, gives.
 *
 * @see [RFC 5849, section 3.3](https://www.rfc-editor.org/rfc/rfc5849#section-3.3)
 */
export function createNonce(): string {
  return createRandomHex(16)
}
