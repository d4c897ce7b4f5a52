import { collectRequest, headerValues } from '@oauthplus/core'
import type { ReceivedRequest } from '@oauthplus/core'

/**
 * Selects the requests that somebody has tried to sign: a HAR file also contains those for pages and
 * images. Returns all of them if none is signed.
 */
export function selectSignedRequests<Request extends ReceivedRequest>(
  requests: readonly Request[],
): readonly Request[] {
  const signed = requests.filter(isSigned)
  return signed.length === 0 ? requests : signed
}

function isSigned(request: ReceivedRequest): boolean {
  if (headerValues(request.headers, 'authorization').some((value) => /oauth/i.test(value))) {
    return true
  }
  try {
    return collectRequest(request).protocol.length > 0
  } catch {
    // The error says what is wrong with it.
    return true
  }
}
