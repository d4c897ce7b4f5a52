import { percentDecode, percentEncode } from '@oauthplus/core'
import { assertArgument, maskParameter } from '@oauthplus/core/internal'

import { isResponse } from './is-response.js'

const baseStrings = new WeakMap<Response, string | undefined>()

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
  return baseStrings.get(response)
}

/**
 * Remembers the base string, masked, of the request that a response belongs to.
 *
 * @internal
 */
export function rememberBaseString(response: Response, baseString: string | undefined): void {
  baseStrings.set(response, baseString)
}

/**
 * Masks the values of a base string that are secret by their name.
 *
 * @internal
 */
export function maskBaseString(baseString: string): string {
  const [method = '', uri = '', parameters = ''] = baseString.split('&')
  return `${method}&${maskQuery(uri)}&${percentEncode(maskPairs(percentDecode(parameters)))}`
}

// The URI of a base string has no query, but what a provider shows as one may have.
function maskQuery(uri: string): string {
  const decoded = percentDecode(uri)
  const mark = decoded.indexOf('?')
  if (mark === -1) return uri
  return percentEncode(decoded.slice(0, mark + 1) + maskPairs(decoded.slice(mark + 1)))
}

function maskPairs(pairs: string): string {
  return pairs
    .split('&')
    .map((pair) => {
      const [name = '', value = ''] = pair.split('=')
      const [shownName, shownValue] = maskParameter([percentDecode(name), percentDecode(value)])
      return `${percentEncode(shownName)}=${percentEncode(shownValue)}`
    })
    .join('&')
}
