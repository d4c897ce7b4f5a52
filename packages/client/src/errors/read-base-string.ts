import { assertArgument } from '@oauthplus/core/internal'

import { findBaseString } from './base-strings.js'
import { isResponse } from './is-response.js'
import { maskBaseString } from './mask-base-string.js'

/**
 * Returns the signature base string of the request that a response belongs to, for comparison with what
 * the Provider says it expected. Values that are secret by their name (a verifier, a password) are
 * masked.
 *
 * @example
 *
 * ```ts
 * const response = await client.withToken(token).fetch(url)
 * if (response.status === 401) console.error(readBaseString(response))
 * ```
 *
 * @param response What a `fetch` of this package gave.
 *
 * @returns The base string; `undefined` for a response of anybody else, for a request that was not
 *   signed, and for PLAINTEXT, which has none.
 *
 * @see [RFC 5849, section 3.4.1](https://www.rfc-editor.org/rfc/rfc5849#section-3.4.1)
 */
export function readBaseString(response: Response): string | undefined {
  assertArgument('readBaseString', { response }, isResponse)
  const baseString = findBaseString(response)
  return baseString === undefined ? undefined : maskBaseString(baseString)
}
