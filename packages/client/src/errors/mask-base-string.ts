import { percentDecode, percentEncode } from '@oauthplus/core'
import { maskParameter } from '@oauthplus/core/internal'

/**
 * Masks the values of a base string whose names mark them as secret.
 *
 * @internal
 */
export function maskBaseString(baseString: string): string {
  const [method = '', uri = '', parameters = ''] = baseString.split('&')
  return `${method}&${maskQuery(uri)}&${percentEncode(maskPairs(percentDecode(parameters)))}`
}

// The URI of a base string has no query, but a provider may report a string that has one.
function maskQuery(uri: string): string {
  const decoded = percentDecode(uri)
  const mark = decoded.indexOf('?')
  if (mark === -1) return uri
  return percentEncode(decoded.slice(0, mark + 1) + maskPairs(decoded.slice(mark + 1)))
}

function maskPairs(pairs: string): string {
  return pairs
    .split('&')
    .map((pair) => {
      const [name = '', value = ''] = pair.split('=')
      const [shownName, shownValue] = maskParameter([percentDecode(name), percentDecode(value)])
      return `${percentEncode(shownName)}=${percentEncode(shownValue)}`
    })
    .join('&')
}
