import { isBody, isHash } from './argument-checks.js'
import { assertArgument } from './assert-options.js'
import type { BytesInput } from './body-input.js'
import { digest } from './digest.js'
import { toBytes } from './read-body.js'
import type { HashName } from './rsa-key.js'

/**
 * Hashes a body for `oauth_body_hash`, which extends the signature to bodies that are not forms.
 *
 * @example
 *
 * ```ts
 * await bodyHash('Hello World!', 'SHA-1') // 'Lve95gjOVATpfV8EL5X4nxwjKHE='
 * ```
 *
 * @param body The body as on the wire, before any content-decoding; a string is taken as UTF-8.
 * @param hash The hash that goes with the signature method ({@link SignatureMethod}).
 *
 * @returns The digest in base64.
 *
 * @see [OAuth Request Body Hash, section
 *   3.2](https://oauth.googlecode.com/svn/spec/ext/body_hash/1.0/oauth-bodyhash.html)
 */
export async function bodyHash(body: BytesInput | string, hash: HashName): Promise<string> {
  assertArgument('bodyHash', { body: toBytes(body) }, isBody)
  assertArgument('bodyHash', { hash }, isHash)
  return digest(toBytes(body), hash)
}
