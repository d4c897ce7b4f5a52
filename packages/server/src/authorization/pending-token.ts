import { constantTimeEqual, OAuthError } from '@oauthplus/core'
import type { ProblemCode } from '@oauthplus/core'
import { digestWithKey } from '@oauthplus/core/internal'

import { findActiveUser } from '../checks/find-active-user.js'
import { explainCallbackRefusal, isCallbackAllowed, OUT_OF_BAND } from '../callback/callback.js'
import type { CallbackRules } from '../callback/callback.js'
import { conceal } from '../errors/conceal.js'
import type { AuthorizationDecision, AuthorizationInput } from '../results.js'
import type { Settings } from '../settings/settings.js'
import type { ConsumerRecord } from '../store/consumer-record.js'
import type { RequestTokenRecord } from '../store/token-records.js'

/** A request token on which a user may decide. */
export interface PendingToken<User> {
  readonly token: RequestTokenRecord
  readonly consumer: ConsumerRecord
  readonly user: User
  readonly userId: string
  readonly csrf: string
  /** The callback that the decision leads to; `oob` if the verifier is shown. */
  readonly callback: string
  readonly nowSeconds: number
}

/**
 * Loads a request token on which a user may decide. Throws an `OAuthError` if that is over, after the
 * same work whatever the reason: the page must not show which request tokens there are.
 */
export async function loadPendingToken<User>(
  settings: Settings<User>,
  { tokenKey, userId }: AuthorizationInput,
): Promise<PendingToken<User>> {
  const { store } = settings
  const token = await store.findRequestToken(tokenKey)
  const consumer = await store.findConsumer(token?.consumerKey ?? tokenKey)
  const user = await findActiveUser(settings, userId)
  // Binds the random value that is stored with the request token to one user.
  const csrf = await digestWithKey(userId, token?.consentKey ?? settings.dummySecret)
  const nowSeconds = settings.nowSeconds()
  if (user === undefined) {
    throw new OAuthError('permission_denied', 'This account cannot grant access.')
  }
  if (!token || !consumer) {
    throw conceal(new OAuthError('token_rejected', 'This request for access is unknown.'))
  }
  const refusal = findRefusal(token, consumer, nowSeconds)
  if (refusal !== undefined) throw conceal(new OAuthError(...refusal))
  const callback = findCallback(token, consumer, settings)
  return { token, consumer, user, userId, csrf, callback, nowSeconds }
}

/** Says why nobody can decide on a request token; `undefined` if somebody can. */
function findRefusal(
  { state, expiresAtSeconds }: RequestTokenRecord,
  { status }: ConsumerRecord,
  nowSeconds: number,
): [ProblemCode, string] | undefined {
  if (state === 'revoked') {
    return ['token_revoked', 'This request for access was withdrawn; start again.']
  }
  if (state !== 'pending') return ['token_used', 'This request for access was decided before.']
  if (expiresAtSeconds < nowSeconds) {
    return ['token_expired', 'This request for access has expired; start again.']
  }
  if (status === 'accepted') return undefined
  return ['consumer_key_rejected', 'This application is not accepted here.']
}

/** Loads the same for a decision that was made on the consent page. */
export async function loadDecidableToken<User>(
  settings: Settings<User>,
  decision: AuthorizationDecision,
): Promise<PendingToken<User>> {
  const pending = await loadPendingToken(settings, decision)
  if (!constantTimeEqual(pending.csrf, decision.csrf)) {
    throw new OAuthError(
      'permission_denied',
      'This decision was not made on the page that asked for it; open that page again.',
      { details: { status: 403 } },
    )
  }
  return pending
}

function findCallback(
  token: RequestTokenRecord,
  consumer: ConsumerRecord,
  rules: CallbackRules,
): string {
  // Section 2.1: out of band goes to the callback that was agreed upon beforehand, if one was.
  if (token.callback === OUT_OF_BAND && consumer.defaultCallback !== undefined) {
    const { defaultCallback } = consumer
    if (isCallbackAllowed(defaultCallback, [defaultCallback], rules)) return defaultCallback
  }
  // Matched again, because the consumer may have been changed since it asked.
  if (isCallbackAllowed(token.callback, consumer.callbacks, rules)) return token.callback
  const advice = explainCallbackRefusal(token.callback, consumer.callbacks, rules)
  throw conceal(new OAuthError('token_rejected', advice))
}
