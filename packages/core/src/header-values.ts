import { isPairs } from './argument-checks.js'
import { assertArgument } from './assert-options.js'
import type { HeaderList } from './header-list.js'
import { isString } from './option-checks.js'

/**
 * Gives the values of every header of one name.
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
 * @returns The values in the order sent; more than one where the header was sent more than once.
 *
 * @see [RFC 9110, section 5.2](https://www.rfc-editor.org/rfc/rfc9110#section-5.2)
 */
export function headerValues(headers: HeaderList, lowerCaseName: string): readonly string[] {
  if (!Array.isArray(headers)) assertArgument('headerValues', { headers }, isPairs)
  if (typeof (lowerCaseName as unknown) !== 'string') {
    assertArgument('headerValues', { lowerCaseName }, isString)
  }
  const values: string[] = []
  for (const header of headers) {
    if (header[0].length === lowerCaseName.length && header[0].toLowerCase() === lowerCaseName) {
      values.push(header[1])
    }
  }
  return values
}
