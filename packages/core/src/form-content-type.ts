import { isPairs } from './argument-checks.js'
import { assertArgument } from './assert-options.js'
import { OAuthError } from './errors.js'
import type { HeaderList } from './header-list.js'
import { headerValues } from './header-values.js'

const FORM = 'application/x-www-form-urlencoded'

/**
 * Tells whether headers announce a form body, whatever parameters follow the media type.
 *
 * @example
 *
 * ```ts
 * hasFormContentType([['Content-Type', 'application/x-www-form-urlencoded; charset=UTF-8']]) // true
 * ```
 *
 * @param headers The request's headers.
 *
 * @returns Whether the body's parameters are part of the signature.
 *
 * @throws {@link OAuthError} `parameter_rejected` when there are two `Content-Type` headers: two
 *   readers could each believe another one.
 *
 * @see [RFC 5849, section 3.4.1.3.1](https://www.rfc-editor.org/rfc/rfc5849#section-3.4.1.3.1)
 */
export function hasFormContentType(headers: HeaderList): boolean {
  if (!Array.isArray(headers)) assertArgument('hasFormContentType', { headers }, isPairs)
  const values = headerValues(headers, 'content-type')
  if (values.length > 1) {
    throw new OAuthError('parameter_rejected', 'The request has two Content-Type headers.')
  }
  return values[0]?.split(';', 1)[0]?.trim().toLowerCase() === FORM
}
