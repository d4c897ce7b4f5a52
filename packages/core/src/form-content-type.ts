import { OAuthError } from './errors.js'
import { findHeaderValues } from './find-header-values.js'
import type { HeaderList } from './header-list.js'
import { removeQuotedStrings } from './remove-quoted-strings.js'

const FORM = 'application/x-www-form-urlencoded'

/**
 * Returns whether headers announce a form body, whatever parameters follow the media type.
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
 * @throws {@link OAuthError} `parameter_rejected` when two readers could disagree: there are two
 *   `Content-Type` headers, or one that contains `urlencoded` but is not the type of a form.
 *
 * @see [RFC 5849, section 3.4.1.3.1](https://www.rfc-editor.org/rfc/rfc5849#section-3.4.1.3.1)
 */
export function hasFormContentType(headers: HeaderList): boolean {
  const values = findHeaderValues(headers, 'content-type')
  if (values.length > 1 || (values[0]?.includes(',') === true && hasJoinedForm(values[0]))) {
    throw new OAuthError('parameter_rejected', 'The request has two Content-Type headers.')
  }
  const [value] = values
  if (value === undefined) return false
  if (isForm(value)) return true
  if (value.toLowerCase().includes('urlencoded')) throw createDoubtfulTypeError()
  return false
}

// Such as "application/x-www-form-urlencoded+" or "text/plain; application/x-www-form-urlencoded": the RFC
// signs no body of these types, but body parsers take some of them for forms.
function createDoubtfulTypeError(): OAuthError {
  return new OAuthError(
    'parameter_rejected',
    'The Content-Type is similar to that of a form, and some readers take it for one.',
  )
}

// `Headers` join two by a comma, which a single one contains only in quotes.
function hasJoinedForm(value: string): boolean {
  const parts = removeQuotedStrings(value).split(',')
  return parts.length > 1 && parts.some(isForm)
}

function isForm(value: string): boolean {
  return value.split(';', 1)[0]?.trim().toLowerCase() === FORM
}
