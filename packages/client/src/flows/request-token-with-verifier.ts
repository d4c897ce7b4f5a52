import { OAuthError } from '@oauthplus/core'

import { exchange, isWaiting } from './exchange.js'
import type { ExchangeResult } from './exchange.js'
import type { Settings } from '../settings/settings.js'
import type { RequestToken } from '../token.js'

/** A verifier that the User has carried. */
export interface VerifierOptions {
  /** What `authorize` returned. */
  readonly requestToken: RequestToken
  /** What the User typed. Space around it is left out. */
  readonly verifier: string
  /** Ends the exchange early. */
  readonly signal?: AbortSignal | undefined
}

/**
 * Ends a flow without a callback. A verifier mistyped leaves the Request Token waiting, as far as
 * the Provider does.
 *
 * @internal
 */
export async function requestTokenWithVerifier(
  settings: Settings,
  options: VerifierOptions,
): Promise<ExchangeResult> {
  const { key } = options.requestToken
  const verifier = options.verifier.trim()
  if (verifier === '') {
    throw new OAuthError('parameter_absent', 'The verifier is empty.', {
      details: { parametersAbsent: ['oauth_verifier'] },
    })
  }
  const entry = await settings.pending.get(key)
  // A flow with a callback must not be ended here, past the check of its cookie.
  if (!isWaiting(settings, entry) || !entry.outOfBand) {
    throw new OAuthError(
      'token_rejected',
      'No Request Token of that key waits for a verifier here (any more). Start again.',
    )
  }
  const result = await exchange(settings, {
    tokenKey: key,
    entry,
    verifier,
    signal: options.signal,
  })
  await settings.pending.take(key)
  return result
}
