import { parameterValue } from '@oauthplus/core'

import { isCallbackAllowed } from './callback.js'
import { checkRequest } from './check-request.js'
import { absent, rejected } from './rejected.js'
import type { ProviderRequest } from './request.js'
import type { Answered } from './results.js'
import { requestedScopes } from './scopes.js'
import type { Settings } from './settings.js'
import { requireTokenMethod, tokenResponse } from './token-response.js'
import { unavailable } from './unavailable.js'

/** Issues a Request Token (RFC 5849 section 2.1). */
export async function issueRequestToken<User>(
  settings: Settings<User>,
  request: ProviderRequest,
): Promise<Answered> {
  requireTokenMethod(settings, request)
  const checked = await checkRequest(settings, request, 'request-token')
  const { consumer, nowSeconds } = checked
  const callback = parameterValue(checked.request.protocol, 'oauth_callback') ?? ''
  // Without a callback it would be OAuth 1.0, whose flow can be fixed by a stranger (advisory
  // 2009.1).
  if (callback === '') throw absent('oauth_callback')
  if (!isCallbackAllowed(callback, consumer.callbacks)) {
    throw rejected('oauth_callback', 'This callback is not registered for the Consumer.')
  }
  const { random, requestTokenLifetimeSeconds } = settings
  const token = {
    kind: 'request',
    key: random.key(),
    secret: random.secret(),
    consumerKey: consumer.key,
    callback,
    scopes: requestedScopes(settings, checked.request),
    state: 'pending',
    wrongVerifiers: 0,
    consentKey: random.secret(),
    createdAtSeconds: nowSeconds,
    expiresAtSeconds: nowSeconds + requestTokenLifetimeSeconds,
  } as const
  if ((await settings.store.createRequestToken(token)) !== 'created') throw unavailable()
  return tokenResponse([
    ['oauth_token', token.key],
    ['oauth_token_secret', token.secret],
    ['oauth_callback_confirmed', 'true'],
  ])
}
