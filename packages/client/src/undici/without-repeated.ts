import { withoutProtocolParameters } from '../fetch/without-protocol-parameters.js'
import type { Headers, RawHeaders } from './late-dispatch.js'

/**
 * Removes the credentials that a server has repeated in the `Location` of a response. The raw headers
 * are changed in place, as undici's own interceptors do.
 *
 * @internal
 */
export function withoutRepeated(headers: Headers, rawHeaders: RawHeaders): Headers {
  if (headers.location === undefined) return headers
  if (Array.isArray(rawHeaders)) removeFromRaw(rawHeaders)
  return { ...headers, location: withoutParameters(headers.location) }
}

// undici gives a list where a header came more than once, which its types do not say.
function withoutParameters(location: string | readonly string[]): string {
  return (
    typeof location === 'string'
      ? withoutProtocolParameters(location)
      : location.map(withoutProtocolParameters)
  ) as string
}

function removeFromRaw(rawHeaders: (Uint8Array | string)[]): void {
  for (let index = 1; index < rawHeaders.length; index += 2) {
    if (textOf(rawHeaders[index - 1]).toLowerCase() !== 'location') continue
    const location = withoutProtocolParameters(textOf(rawHeaders[index]))
    rawHeaders[index] =
      typeof rawHeaders[index] === 'string' ? location : Buffer.from(location, 'latin1')
  }
}

function textOf(value: Uint8Array | string = ''): string {
  return typeof value === 'string' ? value : Buffer.from(value).toString('latin1')
}
