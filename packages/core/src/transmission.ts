import { appendQuery } from './append-query.js'
import { joinAuthorizationHeader } from './authorization-header.js'
import { joinAsForm } from './encoded-parameters.js'
import type { EncodedParameters } from './encoded-parameters.js'
import { formBodyText } from './form-body.js'
import { hasFormContentType } from './form-content-type.js'
import { headerValues } from './header-values.js'
import type { HeaderList } from './parameters.js'
import type { SignedRequest, SignRequestOptions } from './sign.js'

/**
 * A request before it is signed, its URL as it goes on the wire.
 *
 * @internal
 */
export interface Unsigned {
  readonly method: string
  readonly url: string
  readonly headers: HeaderList
  readonly body: string | Uint8Array | undefined
}

/**
 * Refuses what cannot carry protocol parameters in the place that is asked for.
 *
 * @internal
 */
export function refuseMisfits(
  unsigned: Unsigned,
  transmission: 'header' | 'body' | 'query',
  options: SignRequestOptions,
): void {
  const isForm = hasFormContentType(unsigned.headers)
  if (transmission === 'header' && headerValues(unsigned.headers, 'authorization').length > 0) {
    throw new TypeError('The request has an Authorization header already')
  }
  if (transmission === 'body') {
    if (/^(?:GET|HEAD)$/i.test(unsigned.method)) {
      throw new TypeError(`A ${unsigned.method} request cannot carry parameters in its body`)
    }
    if (!isForm && unsigned.body !== undefined && unsigned.body.length > 0) {
      throw new TypeError('Parameters can be added to a body only where it is a form')
    }
  }
  if (options.bodyHash === true && (isForm || transmission === 'body')) {
    // Body Hash, section 4.1.1.
    throw new TypeError('A form must not carry oauth_body_hash: its parameters are signed already')
  }
}

/**
 * Puts the protocol parameters into their place.
 *
 * @internal
 */
export function transmit(
  unsigned: Unsigned,
  encoded: EncodedParameters,
  options: SignRequestOptions,
): Pick<SignedRequest, 'method' | 'url' | 'headers' | 'body'> {
  const headers = unsigned.headers.map(([name, value]): [string, string] => [name, value])
  const { method, url } = unsigned
  // fetch is declared to take no shared memory; whoever gave shared memory has decided to.
  const body = (unsigned.body as Uint8Array<ArrayBuffer> | string | undefined) ?? null
  if (options.transmission === 'query') {
    return { method, url: appendQuery(url, joinAsForm(encoded)), headers, body }
  }
  if (options.transmission === 'body') {
    if (!hasFormContentType(headers)) {
      headers.push(['Content-Type', 'application/x-www-form-urlencoded'])
    }
    // What stands in the form already keeps its own encoding.
    const form = formBodyText(unsigned.body ?? '')
    return {
      method,
      url,
      headers,
      body: `${form}${form === '' ? '' : '&'}${joinAsForm(encoded)}`,
    }
  }
  headers.push(['Authorization', joinAuthorizationHeader(encoded, options.realm)])
  return { method, url, headers, body }
}
