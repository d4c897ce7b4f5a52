import { digestBase64, computeHmacBase64 } from '#crypto'

import { isBody, isHash } from './argument-checks.js'
import { assertArgument } from './assert-options.js'
import { isString } from './option-checks.js'
import type { HashName } from './rsa-key.js'

/**
 * Digests data.
 *
 * @example
 *
 * ```ts
 * await digest('Hello World!', 'SHA-1') // 'Lve95gjOVATpfV8EL5X4nxwjKHE='
 * ```
 *
 * @param data The bytes; a string is taken as UTF-8.
 * @param hash The hash function.
 *
 * @returns The digest in base64.
 *
 * @see [FIPS 180-4](https://csrc.nist.gov/pubs/fips/180-4/upd1/final)
 */
export async function digest(data: Uint8Array | string, hash: HashName): Promise<string> {
  assertArgument('digest', { data }, isBody)
  assertArgument('digest', { hash }, isHash)
  return digestBase64(hash, data)
}

/**
 * Digests a string as {@link digest} does, at once if the platform can, and without looking at its
 * arguments: for what is done for each request.
 *
 * @internal
 */
export function digestNow(text: string, hash: HashName): string | Promise<string> {
  return digestBase64(hash, text)
}

/**
 * Digests a string under a key (HMAC-SHA256): only the owner of the key can compute or check the digest.
 *
 * @example
 *
 * ```ts
 * const stored = await digestWithKey(verifier, requestTokenSecret)
 * ```
 *
 * @param text The text.
 * @param key The key, a string of enough random bits.
 *
 * @returns The digest in base64.
 *
 * @see [RFC 2104](https://www.rfc-editor.org/rfc/rfc2104)
 */
export async function digestWithKey(text: string, key: string): Promise<string> {
  assertArgument('digestWithKey', { text, key }, isString)
  return computeHmacBase64('SHA-256', key, text)
}
