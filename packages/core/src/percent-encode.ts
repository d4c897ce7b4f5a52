import { createStringError } from './create-string-error.js'
import { OAuthError } from './errors.js'

const NOT_UNRESERVED = /[^A-Za-z0-9\-._~]/
// encodeURIComponent leaves these five, which RFC 5849 wants encoded.
const LEFT_BY_URI_COMPONENT = /[!'()*]/
const EACH_LEFT_BY_URI_COMPONENT = /[!'()*]/g
const MALFORMED_ESCAPE = /%(?![0-9A-Fa-f]{2})/

/**
 * Percent-encodes a string for the signature and the wire: every octet of its UTF-8 form except
 * letters, digits and `-._~` becomes `%XX` in upper case.
 *
 * @example
 *
 * ```ts
 * percentEncode('Ladies + Gentlemen') // 'Ladies%20%2B%20Gentlemen'
 * ```
 *
 * @param text The text to encode.
 *
 * @returns Unreserved characters and escapes only.
 *
 * @throws {@link OAuthError} `parameter_rejected` when `text` contains half of a surrogate pair, which
 *   UTF-8 cannot write.
 *
 * @see [RFC 5849, section 3.6](https://www.rfc-editor.org/rfc/rfc5849#section-3.6)
 */
export function percentEncode(text: string): string {
  if (typeof (text as unknown) !== 'string') throw createStringError('percentEncode', 'text', text)
  if (!NOT_UNRESERVED.test(text)) return text
  let encoded: string
  try {
    encoded = encodeURIComponent(text)
  } catch {
    throw new OAuthError(
      'parameter_rejected',
      'A string contains half of a surrogate pair, which cannot be written in UTF-8.',
    )
  }
  // A test costs a third of replacing nothing.
  if (!LEFT_BY_URI_COMPONENT.test(encoded)) return encoded
  return encoded.replace(
    EACH_LEFT_BY_URI_COMPONENT,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}

/**
 * Decodes percent-escapes as UTF-8. A `+` stays a plus: only forms and queries mean a space by it
 * ({@link parseForm}).
 *
 * @example
 *
 * ```ts
 * percentDecode('r%20b') // 'r b'
 * ```
 *
 * @param text The encoded text.
 *
 * @returns The text that was encoded.
 *
 * @throws {@link OAuthError} `parameter_rejected` when a `%` is not followed by two hexadecimal
 *   digits, or when the octets are not UTF-8. They are never replaced: two different requests could
 *   then share one signature.
 *
 * @see [RFC 5849, section 3.6](https://www.rfc-editor.org/rfc/rfc5849#section-3.6)
 */
export function percentDecode(text: string): string {
  if (typeof (text as unknown) !== 'string') throw createStringError('percentDecode', 'text', text)
  if (!text.includes('%')) return text
  try {
    return decodeURIComponent(text)
  } catch {
    throw new OAuthError(
      'parameter_rejected',
      MALFORMED_ESCAPE.test(text)
        ? 'A "%" is not followed by two hexadecimal digits.'
        : 'Percent-escapes do not form UTF-8.',
    )
  }
}
