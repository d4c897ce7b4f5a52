import { assertArgument } from '@oauthplus/core/internal'

import { findBaseString } from './base-strings.js'
import { isResponse } from './is-response.js'
import { maskBaseString } from './mask-base-string.js'

/**
 * Returns the signature base string of the request for a response, so that you can compare it with
 * the string that the provider expected. Values whose names mark them as secret (a verifier, a
 * password) are masked.
 *
 * @example
 *
 * ```ts
 * const response = await client.withToken(token).fetch(url)
 * if (response.status === 401) console.error(readBaseString(response))
 * ```
 *
 * @param response A response from a `fetch` of this package.
 *
 * @returns The base string, or `undefined` for a response from elsewhere, for an unsigned request,
 *   and for PLAINTEXT, which has no base string.
 *
 * @see [RFC 5849, section 3.4.1](https://www.rfc-editor.org/rfc/rfc5849#section-3.4.1)
 */
export function readBaseString(response: Response): string | undefined {
  assertArgument('readBaseString', { response }, isResponse)
  const baseString = findBaseString(response)
  return baseString === undefined ? undefined : maskBaseString(baseString)
}
