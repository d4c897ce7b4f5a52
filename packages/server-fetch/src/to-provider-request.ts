import { argumentError, readLimited } from '@oauthplus/core/internal'
import type { ProviderRequest } from '@oauthplus/server'

import { splitUrl } from './split-url.js'

const READ_BEFORE =
  'The body of this request was read before OAuth could: call routes() and protect() before anything that reads it, or read a clone, as in request.clone().formData()'

/** What is known of a request besides the `Request`. */
export interface RequestDetails {
  /** The IP address of the other end of the connection; `undefined` if it is not known. */
  readonly peerAddress: string | undefined
  /** Whether the Provider believes no host that a request names. */
  readonly hasFixedPublicUrl: boolean
  /** Returns a `Request` with the same body, if the body of this one was read and kept. */
  readonly getKept?: () => Promise<Request> | undefined
}

/** Translates a `Request` into the neutral form. Its body stays readable. */
export function toProviderRequest(request: Request, details: RequestDetails): ProviderRequest {
  const { authority, target } = splitUrl(request.url)
  const host = request.headers.get('host')
  let body: Promise<Uint8Array> | undefined
  return {
    method: request.method,
    // A request target that names another host than the Host header is passed on whole, so that the
    // Provider judges it (RFC 9112, section 3.2.2).
    url: host === null || host === authority || details.hasFixedPublicUrl ? target : request.url,
    // HTTP/2 names the host in the URL only (RFC 9113, section 8.3.1).
    headers: host === null ? [...request.headers, ['host', authority]] : [...request.headers],
    peer: { address: details.peerAddress, secure: /^https:/i.test(request.url) },
    readBody: (limitBytes) => (body ??= readBody(request, details, limitBytes)),
  }
}

async function readBody(
  request: Request,
  { getKept }: RequestDetails,
  limitBytes: number,
): Promise<Uint8Array> {
  const kept = await getKept?.()
  if (kept === undefined && (request.bodyUsed || request.body?.locked === true)) {
    throw argumentError(READ_BEFORE)
  }
  return readLimited('readBody', kept ?? request, limitBytes)
}
