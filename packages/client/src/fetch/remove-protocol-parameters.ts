import { parseForm } from '@oauthplus/core'
import { isProtocolParameter } from '@oauthplus/core/internal'

/**
 * Removes the protocol parameters from the query of a URL or a relative reference. Otherwise a
 * repeated signature would reach another origin, or be sent twice to the same one.
 *
 * @internal
 */
export function removeProtocolParameters(url: string): string {
  const [beforeFragment = ''] = url.split('#', 1)
  const queryStart = beforeFragment.indexOf('?')
  if (queryStart === -1) return url
  const pieces = beforeFragment.slice(queryStart + 1).split('&')
  const kept = pieces.filter((piece) => !isProtocolPiece(piece))
  // RFC 3986, section 5.2.2: an empty reference reuses the query of the request.
  const isQueryKept = kept.length > 0 || queryStart === 0
  return (
    url.slice(0, queryStart) +
    (isQueryKept ? `?${kept.join('&')}` : '') +
    url.slice(beforeFragment.length)
  )
}

function isProtocolPiece(piece: string): boolean {
  try {
    return parseForm(piece).some(isProtocolParameter)
  } catch {
    // Protocol parameter names need no decoding, so this is another name.
    return false
  }
}
