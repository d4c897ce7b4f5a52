import type { OAuthError } from '@oauthplus/core'

import { isOAuthResponseError } from '../errors/response-error.js'

/**
 * The reason why an account was not connected:
 *
 * - `cross_site`: another site tried to start a flow.
 * - `denied`: the user denied access.
 * - `ended`: no flow for this callback is pending in this browser. The page was reloaded or opened
 *   in another browser, or the flow has expired.
 * - `unavailable`: the provider is unreachable or has an internal error, or too many flows are
 *   pending.
 * - `failed`: any other error, such as a consumer key that the provider does not know.
 */
export type ConnectFailureReason = 'cross_site' | 'denied' | 'ended' | 'unavailable' | 'failed'

/** A flow that ended without a token. */
export interface ConnectFailure {
  /** The reason. */
  readonly reason: ConnectFailureReason
  /** The error of `authorize` or `callback`; `undefined` for `cross_site`. It contains no secret. */
  readonly error: OAuthError | undefined
}

// A Map, because the code may come from the query of a callback and could be "constructor".
const REASONS: ReadonlyMap<string, ConnectFailureReason> = new Map([
  ['callback_denied', 'denied'],
  ['callback_refused', 'ended'],
  ['parameter_absent', 'ended'],
  ['parameter_rejected', 'ended'],
  ['connection_failed', 'unavailable'],
  ['pending_full', 'unavailable'],
])

/**
 * Maps an error to the reason that the user sees.
 *
 * @internal
 */
export function toFailure(error: OAuthError): ConnectFailure {
  if (isOAuthResponseError(error)) {
    return { reason: error.status >= 500 ? 'unavailable' : 'failed', error }
  }
  return { reason: REASONS.get(error.code) ?? 'failed', error }
}
