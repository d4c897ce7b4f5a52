import { parameterValue } from '@oauthplus/core'

import type { IncomingRequest } from '../checks/incoming-request.js'
import { explainCallbackRefusal, isCallbackAllowed } from '../callback/callback.js'
import { checkRequest } from '../checks/check-request.js'
import { createMissingError, createParameterError } from '../errors/rejected-errors.js'
import type { EndpointSuccess } from '../results.js'
import { readScopes } from '../consumer/scopes.js'
import type { Settings } from '../settings/settings.js'
import { assertTokenMethod, createTokenResponse } from './token-response.js'
import { createFullError } from '../errors/full-error.js'

/** Issues a request token (RFC 5849 section 2.1). */
export async function issueRequestToken<User>(
  settings: Settings<User>,
  incoming: IncomingRequest,
): Promise<EndpointSuccess> {
  assertTokenMethod(settings, incoming.request)
  const checked = await checkRequest(settings, incoming)
  const { consumer, nowSeconds } = checked
  const callback = parameterValue(checked.request.protocol, 'oauth_callback') ?? ''
  // Without a callback it would be OAuth 1.0, whose flow can be fixed by a stranger (advisory
  // 2009.1).
  if (callback === '') throw createMissingError('oauth_callback')
  if (!isCallbackAllowed(callback, consumer.callbacks, settings)) {
    const advice = explainCallbackRefusal(callback, consumer.callbacks, settings)
    throw createParameterError('oauth_callback', advice, callback)
  }
  const scopes = readScopes(settings, checked.request, consumer)
  const address = checked.getSender()
  if (address !== '') {
    const counted = [
      ['consumer', consumer.key],
      ['address', address],
    ] as const
    await settings.throttles.consume('requestTokens', counted, 'consumer_key_refused')
  }
  const { random } = settings
  const lifetimeSeconds =
    consumer.requestTokenLifetimeSeconds ?? settings.requestTokenLifetimeSeconds
  const token = {
    kind: 'request',
    key: random.key(),
    secret: random.secret(),
    consumerKey: consumer.key,
    callback,
    scopes,
    state: 'pending',
    wrongVerifiers: 0,
    consentKey: random.secret(),
    createdAtSeconds: nowSeconds,
    expiresAtSeconds: nowSeconds + lifetimeSeconds,
  } as const
  const outcome = await settings.store.createRequestToken(token)
  if (outcome !== 'created') throw createFullError(outcome)
  const { key: tokenKey, consumerKey } = token
  settings.emit({ type: 'request_token_issued', consumerKey, tokenKey, scopes })
  return createTokenResponse(settings, [
    ['oauth_token', token.key],
    ['oauth_token_secret', token.secret],
    ['oauth_callback_confirmed', 'true'],
  ])
}
