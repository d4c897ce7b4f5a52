import { OAuthError } from './errors.js'
import { percentEncode } from './percent-encode.js'

const PRINTABLE_ASCII = /^[\x21-\x7e]*$/
const NOT_PRINTABLE_ASCII = /[^\x21-\x7e]+/g
const SCHEME_AND_AUTHORITY = /^[A-Za-z][A-Za-z0-9+.-]*:\/\/[^/?#]*/

/**
 * Writes a URL as `toWireUrl` does.
 *
 * @internal
 */
export function toWireString(url: string): string {
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
