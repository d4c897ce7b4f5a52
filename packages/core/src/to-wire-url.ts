import { isUrl } from './argument-checks.js'
import { assertArgument } from './assert-options.js'
import { toWireString } from './to-wire-string.js'
import type { UrlInput } from './url-input.js'

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
