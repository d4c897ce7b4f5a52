import type { Endpoint } from '../endpoint.js'
import type { RequestContext } from '../refusals/refusal.js'
import type { ProviderRequest } from '../request.js'

/** A request that is to be checked, and what is asked of it there. */
export interface IncomingRequest {
  readonly request: ProviderRequest
  readonly endpoint: Endpoint
  /** Takes what comes to be known of the request. */
  readonly context: RequestContext
  /** Whether a consumer that may do so can come without a token. */
  readonly allowTwoLegged?: boolean | undefined
  /** Whether the hash of a body that is not a form must be signed, by every consumer. */
  readonly requireBodyHash?: boolean | undefined
  /** How far the timestamp may be from now, if that is not as the provider says. */
  readonly timestampWindowSeconds?: number | undefined
}
