import { isPairs } from './argument-checks.js'
import { assertArgument } from './assert-options.js'
import type { HeaderList } from './header-list.js'
import { isString } from './option-checks.js'
import type { HeadersInput } from './pairs-input.js'
import { toPairs } from './to-pairs.js'

/**
 * Returns the values of every header of one name.
 *
 * @example
 *
 * ```ts
 * headerValues([['Host', 'a.example']], 'host') // ['a.example']
 * ```
 *
 * @param headers The headers, names in any case.
 * @param lowerCaseName The name wanted, in lower case.
 *
 * @returns The values in the order sent; more than one if the header was sent more than once.
 *
 * @see [RFC 9110, section 5.2](https://www.rfc-editor.org/rfc/rfc9110#section-5.2)
 */
export function headerValues(headers: HeadersInput, lowerCaseName: string): readonly string[] {
  if (typeof (lowerCaseName as unknown) !== 'string') {
    assertArgument('headerValues', { lowerCaseName }, isString)
  }
  const pairs = Array.isArray(headers)
    ? (headers as HeaderList)
    : toPairs('headerValues', 'headers', headers)
  const values: string[] = []
  for (const header of pairs) {
    if (!isPairOfStrings(header)) assertArgument('headerValues', { headers }, isPairs)
    if (header[0].length === lowerCaseName.length && header[0].toLowerCase() === lowerCaseName) {
      values.push(header[1])
    }
  }
  return values
}

// Written out, because it is called for each header of each request.
function isPairOfStrings(header: readonly unknown[]): boolean {
  return Array.isArray(header) && typeof header[0] === 'string' && typeof header[1] === 'string'
}
