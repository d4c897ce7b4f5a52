import { collectRequest, headerValues } from '@oauthplus/core'
import type { ReceivedRequest } from '@oauthplus/core'

/**
 * Selects the requests that were meant to be signed, because a HAR file also contains requests for
 * pages and images. Returns all requests if none is signed.
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
    // The error describes the problem.
    return true
  }
}
