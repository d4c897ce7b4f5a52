import { isUrl } from './argument-checks.js'
import { assertArgument } from './assert-options.js'
import { splitUrl } from './split-url.js'
import { toUrlString } from './url-input.js'
import type { UrlInput } from './url-input.js'

/**
 * Builds the base string URI: scheme, host and path of the request, with scheme and host in lower
 * case and the scheme's default port left out. Path and escapes stay as sent; an empty path is `/`.
 *
 * @example
 *
 * ```ts
 * baseStringUri('HTTP://EXAMPLE.COM:80/r%20v/X?id=123') // 'http://example.com/r%20v/X'
 * ```
 *
 * @param url The absolute URL of the request as it was sent.
 *
 * @returns The URI, without query and fragment.
 *
 * @throws {@link OAuthError} `parameter_rejected` when `url` is not an absolute http or https URL,
 *   or contains user information (which no request line carries).
 *
 * @see [RFC 5849, section 3.4.1.2](https://www.rfc-editor.org/rfc/rfc5849#section-3.4.1.2)
 */
export function baseStringUri(url: UrlInput): string {
  assertArgument('baseStringUri', { url }, isUrl)
  return splitUrl(toUrlString(url)).baseStringUri
}
