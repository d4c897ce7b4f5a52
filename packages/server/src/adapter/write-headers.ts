import { assertArgument, isString } from '@oauthplus/core/internal'

import { isHeaderAccess } from './header-access.js'
import type { HeaderAccess } from './header-access.js'
import { isHeaderList } from './response-checks.js'
import type { ProviderResponse } from '../response.js'

// Others, such as a CORS middleware, may have begun these.
const LIST_HEADERS: ReadonlySet<string> = new Set(['Vary', 'Access-Control-Expose-Headers'])

/**
 * Adds to a header that is a list, and keeps what stands there.
 *
 * @example
 *
 * ```ts
 * addToHeader(response, 'Vary', 'Authorization') // Vary: Origin, Authorization
 * ```
 *
 * @param response The answer; nothing of it must have been sent.
 * @param name The name of the header.
 * @param values What to add, separated by commas; names that stand there are not repeated.
 *
 * @see [RFC 9110, section 5.6.1](https://www.rfc-editor.org/rfc/rfc9110#section-5.6.1)
 */
export function addToHeader(response: HeaderAccess, name: string, values: string): void {
  assertArgument('addToHeader', { response }, isHeaderAccess)
  assertArgument('addToHeader', { name, values }, isString)
  const present = response.getHeader(name)
  // What most answers are: there a list would cost as much as a hash. Koa 2 gives an empty text.
  if (present === undefined || present === '') {
    response.setHeader(name, values)
    return
  }
  const items = [present, values]
    .flat()
    .flatMap((value) => String(value).split(','))
    .map((item) => item.trim())
    .filter((item) => item !== '')
  const byLowerCase = new Map(items.map((item) => [item.toLowerCase(), item]))
  response.setHeader(name, [...byLowerCase.values()].join(', '))
}

/**
 * Writes the headers of a neutral answer.
 *
 * @example
 *
 * ```ts
 * if (!result.ok) writeHeaders(response, result.response)
 * ```
 *
 * @param response The answer to write; nothing of it must have been sent.
 * @param answer The neutral answer.
 *
 * @see [RFC 9110, section 5](https://www.rfc-editor.org/rfc/rfc9110#section-5)
 */
export function writeHeaders(
  response: HeaderAccess,
  answer: Pick<ProviderResponse, 'headers'>,
): void {
  assertArgument('writeHeaders', { response }, isHeaderAccess)
  assertArgument('writeHeaders', { answer }, isHeaderList)
  for (const [name, value] of answer.headers) {
    if (LIST_HEADERS.has(name)) addToHeader(response, name, value)
    else response.setHeader(name, value)
  }
}
