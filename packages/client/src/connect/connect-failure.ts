import type { OAuthError } from '@oauthplus/core'

import { isOAuthResponseError } from '../errors/response-error.js'

/**
 * Why an account was not connected:
 *
 * - `cross_site`: another site tried to start a flow.
 * - `denied`: the user has refused access.
 * - `ended`: the callback belongs to no flow that waits in this browser, such as when it is reloaded
 *   or opened in another browser, or the flow has expired.
 * - `unavailable`: the provider cannot be reached or has a fault, or too many flows wait.
 * - `failed`: anything else, such as a consumer key that the provider does not know.
 */
export type ConnectFailureReason = 'cross_site' | 'denied' | 'ended' | 'unavailable' | 'failed'

/** A flow that did not end with a token. */
export interface ConnectFailure {
  /** Why. */
  readonly reason: ConnectFailureReason
  /** The error of `authorize` or `callback`; `undefined` for `cross_site`. It contains no secret. */
  readonly error: OAuthError | undefined
}

// A map, because the code may come from the query of a callback: "constructor" is not one of these.
const REASONS: ReadonlyMap<string, ConnectFailureReason> = new Map([
  ['callback_denied', 'denied'],
  ['callback_refused', 'ended'],
  ['parameter_absent', 'ended'],
  ['parameter_rejected', 'ended'],
  ['connection_failed', 'unavailable'],
  ['pending_full', 'unavailable'],
])

/**
 * Says what an error means for the user.
 *
 * @internal
 */
export function toFailure(error: OAuthError): ConnectFailure {
  if (isOAuthResponseError(error)) {
    return { reason: error.status >= 500 ? 'unavailable' : 'failed', error }
  }
  return { reason: REASONS.get(error.code) ?? 'failed', error }
}
