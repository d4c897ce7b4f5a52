import { removeCredentials } from '../fetch/remove-credentials.js'
import { removeProtocolParameters } from '../fetch/remove-protocol-parameters.js'
import type { Headers, ReceivedHead } from './dispatch-late.js'

type CleanLocation = (location: string) => string

/**
 * Removes the credentials that a server repeated in the `Location` header of a response. For a
 * redirect, throws if a credential remains inside another value. Changes the raw headers in place,
 * as undici's own interceptors do.
 *
 * @internal
 */
export function removeRepeatedCredentials(
  { status, headers, rawHeaders }: ReceivedHead,
  credentials: readonly string[],
): Headers {
  if (headers.location === undefined || credentials.length === 0) return headers
  const isRedirect = status >= 300 && status < 400
  const clean: CleanLocation = (location) =>
    isRedirect ? removeCredentials(location, credentials) : removeProtocolParameters(location)
  const location = cleanLocation(headers.location, clean)
  if (Array.isArray(rawHeaders)) cleanRawHeaders(rawHeaders, clean)
  return { ...headers, location }
}

// undici passes repeated headers as an array, which its types do not declare.
function cleanLocation(location: string | readonly string[], clean: CleanLocation): string {
  return (typeof location === 'string' ? clean(location) : location.map(clean)) as string
}

function cleanRawHeaders(rawHeaders: (Uint8Array | string)[], clean: CleanLocation): void {
  for (let index = 1; index < rawHeaders.length; index += 2) {
    if (toLatin1String(rawHeaders[index - 1]).toLowerCase() !== 'location') continue
    const location = clean(toLatin1String(rawHeaders[index]))
    rawHeaders[index] =
      typeof rawHeaders[index] === 'string' ? location : Buffer.from(location, 'latin1')
  }
}

function toLatin1String(value: Uint8Array | string = ''): string {
  return typeof value === 'string' ? value : Buffer.from(value).toString('latin1')
}
