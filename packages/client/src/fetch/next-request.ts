import type { SignedParts } from './sign-request-object.js'

/**
 * A request to send.
 *
 * @internal
 */
export interface NextRequest {
  readonly request: Request
  /** What of its body is signed; `undefined` for a request that is not signed. */
  readonly parts: SignedParts | undefined
}
