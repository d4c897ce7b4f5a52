import { OAuthError } from '@oauthplus/core'
import {
  assertOptions,
  isNullOr,
  isRecordWith,
  isString,
  optionChecks,
} from '@oauthplus/core/internal'

import { exchange } from './exchange.js'
import type { ExchangeResult } from './exchange.js'
import { endWaiting, findOutOfBand } from '../pending/waiting.js'
import { isSignal } from '../settings/is-signal.js'
import { getEndpoint } from '../settings/get-endpoint.js'
import type { FlowSettings } from '../settings/flow-settings.js'
import type { RequestToken } from '../token.js'

/** A verifier that the User has carried. */
export interface VerifierOptions {
  /** What `authorize` returned. */
  readonly requestToken: RequestToken
  /** What the User typed. Space around it is left out. */
  readonly verifier: string
  /** The request's `Cookie` header, whole; needed only with a {@link SealedPendingStore}. */
  readonly cookie?: string | null | undefined
  /** Ends the exchange early. */
  readonly signal?: AbortSignal | undefined
}

const isRequestToken = isRecordWith(
  'what authorize has returned as requestToken',
  optionChecks<RequestToken>({ required: { key: isString }, optional: {} }),
)
const OPTIONS = optionChecks<VerifierOptions>({
  required: { requestToken: isRequestToken, verifier: isString },
  optional: { cookie: isNullOr(isString), signal: isSignal },
})

/**
 * Ends a flow without a callback. A verifier mistyped leaves the Request Token waiting, as far as
 * the Provider does.
 *
 * @internal
 */
export async function exchangeVerifier(
  settings: FlowSettings,
  options: VerifierOptions,
): Promise<ExchangeResult> {
  assertOptions('exchangeVerifier', options, OPTIONS)
  const { key } = options.requestToken
  const verifier = options.verifier.trim()
  if (verifier === '') {
    throw new OAuthError('parameter_absent', 'The verifier is empty.', {
      details: { parametersAbsent: ['oauth_verifier'] },
    })
  }
  getEndpoint(settings, 'accessTokenUrl')
  const entry = await findOutOfBand(settings, key, options.cookie)
  if (entry === undefined) {
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
  await endWaiting(settings, key)
  return result
}
