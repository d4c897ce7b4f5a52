import { isUrl } from './argument-checks.js'
import { assertArgument } from './assert-options.js'
import { OAuthError } from './errors.js'
import { percentEncode } from './percent-encode.js'
import type { UrlInput } from './url-input.js'

const PRINTABLE_ASCII = /^[\x21-\x7e]*$/
const NOT_PRINTABLE_ASCII = /[^\x21-\x7e]+/g
const SCHEME_AND_AUTHORITY = /^[A-Za-z][A-Za-z0-9+.-]*:\/\/[^/?#]*/

/**
 * Returns the form of a URL that can be sent in a request line. A URL of printable ASCII characters is
 * returned as it is, never as a parser would rewrite it; in any other, what the wire cannot contain is
 * percent-encoded as UTF-8, and an international host name is written in its ASCII form.
 *
 * @example
 *
 * ```ts
 * toWireUrl('https://müller.example/Köln') // 'https://xn--mller-kva.example/K%C3%B6ln'
 * ```
 *
 * @param url The URL as a person would write it.
 *
 * @returns The URL as it goes on the wire.
 *
 * @throws {@link OAuthError} `parameter_rejected` when the host name has no ASCII form.
 *
 * @see [RFC 3987, section 3.1](https://www.rfc-editor.org/rfc/rfc3987#section-3.1)
 */
export function toWireUrl(url: UrlInput): string {
  if (typeof url === 'string') return toWireString(url)
  assertArgument('toWireUrl', { url }, isUrl)
  return toWireString(url.href)
}

function toWireString(url: string): string {
  if (PRINTABLE_ASCII.test(url)) return url
  const start = SCHEME_AND_AUTHORITY.exec(url)?.[0] ?? ''
  return toAsciiOrigin(start) + url.slice(start.length).replace(NOT_PRINTABLE_ASCII, percentEncode)
}

function toAsciiOrigin(start: string): string {
  if (PRINTABLE_ASCII.test(start)) return start
  try {
    return new URL(start).href.replace(/\/$/, '')
  } catch (cause) {
    throw new OAuthError('parameter_rejected', 'The host of the URL has no ASCII form.', { cause })
  }
}
