import { percentDecode, percentEncode } from '@oauthplus/core'
import { assertArgument, maskParameter } from '@oauthplus/core/internal'

import { isResponse } from './is-response.js'

const baseStrings = new WeakMap<Response, string>()

/**
 * Gives the signature base string of the request that a response answers, for comparison with what
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
 * Remembers the base string, masked, of the request that a response answers.
 *
 * @internal
 */
export function rememberBaseString(response: Response, baseString: string | undefined): void {
  if (baseString !== undefined) baseStrings.set(response, baseString)
}

/**
 * Masks the values of a base string that are secret by their name.
 *
 * @internal
 */
export function maskBaseString(baseString: string): string {
  const [method = '', uri = '', parameters = ''] = baseString.split('&')
  const masked = percentDecode(parameters)
    .split('&')
    .map((parameter) => {
      const [name = '', value = ''] = parameter.split('=')
      const [shownName, shownValue] = maskParameter([percentDecode(name), percentDecode(value)])
      return `${percentEncode(shownName)}=${percentEncode(shownValue)}`
    })
    .join('&')
  return `${method}&${uri}&${percentEncode(masked)}`
}
