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

/** The options of `exchangeVerifier`. */
export interface VerifierOptions {
  /** The `requestToken` that `authorize` returned. */
  readonly requestToken: RequestToken
  /** The verifier that the user typed. Surrounding whitespace is removed. */
  readonly verifier: string
  /**
   * The complete `Cookie` header of the request. Required only with a {@link SealedPendingStore}.
   */
  readonly cookie?: string | null | undefined
  /** Aborts the exchange. */
  readonly signal?: AbortSignal | undefined
}

const isRequestToken = isRecordWith(
  'the requestToken that authorize returned',
  optionChecks<RequestToken>({ required: { key: isString }, optional: {} }),
)
const OPTIONS = optionChecks<VerifierOptions>({
  required: { requestToken: isRequestToken, verifier: isString },
  optional: { cookie: isNullOr(isString), signal: isSignal },
})

/**
 * Completes a flow without a callback. After a mistyped verifier, the request token stays pending
 * as long as the provider accepts it.
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
      'No request token with this key is pending here. Start again.',
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
