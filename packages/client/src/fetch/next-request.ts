import type { SignedParts } from './sign-request-object.js'

/**
 * A request to send.
 *
 * @internal
 */
export interface NextRequest {
  readonly request: Request
  /** The signed part of its body, or `undefined` for an unsigned request. */
  readonly parts: SignedParts | undefined
}
