import { joinAuthorizationHeader } from './join-authorization-header.js'
import type { EncodedParameters } from './encoded-parameters.js'
import type { Unsigned } from './read-unsigned.js'
import type { SignedRequest } from './signing.js'

/**
 * Puts the protocol parameters into the Authorization header.
 *
 * @internal
 */
export function addAuthorization(
  { method, url, headers, body }: Unsigned,
  encoded: EncodedParameters,
  realm: string | undefined,
): Pick<SignedRequest, 'method' | 'url' | 'headers' | 'body'> {
  const sent = headers.map(([name, value]): [string, string] => [name, value])
  sent.push(['Authorization', joinAuthorizationHeader(encoded, realm)])
  // fetch is declared to take no shared memory; a caller who passes shared memory has decided to.
  return {
    method,
    url,
    headers: sent,
    body: (body as Uint8Array<ArrayBuffer> | string | undefined) ?? null,
  }
}
