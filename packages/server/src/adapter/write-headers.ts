import { assertArgument, isString } from '@oauthplus/core/internal'

import { isHeaderAccess } from './header-access.js'
import type { HeaderAccess } from './header-access.js'
import { isHeaderList } from './response-checks.js'
import type { ProviderResponse } from '../response.js'

// Others, such as a CORS middleware, may have begun these.
const LIST_HEADERS: ReadonlySet<string> = new Set(['Vary', 'Access-Control-Expose-Headers'])

/**
 * Adds values to a header that is a list, and keeps those that it has.
 *
 * @example
 *
 * ```ts
 * addToHeader(response, 'Vary', 'Authorization') // Vary: Origin, Authorization
 * ```
 *
 * @param target The response, of which nothing must have been sent.
 * @param name The name of the header.
 * @param values The values to add, separated by commas. Values that the header has are not repeated.
 *
 * @see [RFC 9110, section 5.6.1](https://www.rfc-editor.org/rfc/rfc9110#section-5.6.1)
 */
export function addToHeader(target: HeaderAccess, name: string, values: string): void {
  assertArgument('addToHeader', { target }, isHeaderAccess)
  assertArgument('addToHeader', { name, values }, isString)
  appendToHeader(target, name, values)
}

function appendToHeader(target: HeaderAccess, name: string, values: string): void {
  const present = target.getHeader(name)
  // Most responses have none, and a list would cost as much as a hash.
  if (present === undefined) {
    target.setHeader(name, values)
    return
  }
  const items = [present, values]
    .flat()
    .flatMap((value) => String(value).split(','))
    .map((item) => item.trim())
    .filter((item) => item !== '')
  const byLowerCase = new Map(items.map((item) => [item.toLowerCase(), item]))
  target.setHeader(name, [...byLowerCase.values()].join(', '))
}

/**
 * Writes the headers of a neutral response.
 *
 * @example
 *
 * ```ts
 * if (!result.ok) writeHeaders(response, result.response)
 * ```
 *
 * @param target The response to write to, of which nothing must have been sent.
 * @param response The neutral response.
 *
 * @see [RFC 9110, section 5](https://www.rfc-editor.org/rfc/rfc9110#section-5)
 */
export function writeHeaders(
  target: HeaderAccess,
  response: Pick<ProviderResponse, 'headers'>,
): void {
  assertArgument('writeHeaders', { target }, isHeaderAccess)
  assertArgument('writeHeaders', { response }, isHeaderList)
  for (const [name, value] of response.headers) {
    if (LIST_HEADERS.has(name)) appendToHeader(target, name, value)
    else target.setHeader(name, value)
  }
}

/**
 * Adds the headers of a neutral response to a response that has its own headers. Those stay, and lists
 * such as `Vary` are extended.
 *
 * @example
 *
 * ```ts
 * if (result.ok) addHeaders(response, result)
 * ```
 *
 * @param target The response to add to, of which nothing must have been sent.
 * @param response The neutral response.
 *
 * @see [RFC 9110, section 5](https://www.rfc-editor.org/rfc/rfc9110#section-5)
 */
export function addHeaders(
  target: HeaderAccess,
  response: Pick<ProviderResponse, 'headers'>,
): void {
  assertArgument('addHeaders', { target }, isHeaderAccess)
  assertArgument('addHeaders', { response }, isHeaderList)
  const added = response.headers.filter(
    ([name]) => LIST_HEADERS.has(name) || target.getHeader(name) === undefined,
  )
  writeHeaders(target, { headers: added })
}
