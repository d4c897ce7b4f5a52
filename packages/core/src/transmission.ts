import { addAuthorization } from './add-authorization.js'
import { appendQuery } from './append-query.js'
import { joinAsForm } from './encoded-parameters.js'
import type { EncodedParameters } from './encoded-parameters.js'
import { decodeFormBody } from './form-body.js'
import { hasFormContentType } from './form-content-type.js'
import type { Unsigned } from './read-unsigned.js'
import type { SignedRequest, PlainSigningOptions } from './signing.js'

/**
 * Puts the protocol parameters into their place.
 *
 * @internal
 */
export function transmit(
  unsigned: Unsigned,
  encoded: EncodedParameters,
  options: PlainSigningOptions,
): Pick<SignedRequest, 'method' | 'url' | 'headers' | 'body'> {
  const headers = unsigned.headers.map(([name, value]): [string, string] => [name, value])
  const { method, url } = unsigned
  // fetch is declared to take no shared memory; a caller who passes shared memory has decided to.
  const body = (unsigned.body as Uint8Array<ArrayBuffer> | string | undefined) ?? null
  if (options.transmission === 'query') {
    return { method, url: appendQuery(url, joinAsForm(encoded)), headers, body }
  }
  if (options.transmission === 'body') {
    if (!hasFormContentType(headers)) {
      headers.push(['Content-Type', 'application/x-www-form-urlencoded'])
    }
    // The parameters make the body longer, and the platform sets its length.
    const sentHeaders = headers.filter(([name]) => name.toLowerCase() !== 'content-length')
    // Parameters that the form already contains keep their encoding.
    const form = decodeFormBody(unsigned.body ?? '')
    return {
      method,
      url,
      headers: sentHeaders,
      body: `${form}${form === '' ? '' : '&'}${joinAsForm(encoded)}`,
    }
  }
  return addAuthorization(unsigned, encoded, options.realm)
}
