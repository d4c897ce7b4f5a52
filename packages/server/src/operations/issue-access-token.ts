import { parameterValue } from '@oauthplus/core'
import { argumentError, assertArgument, isPairs } from '@oauthplus/core/internal'

import type { IncomingRequest } from '../checks/incoming-request.js'
import { checkRequest } from '../checks/check-request.js'
import type { CheckedRequest } from '../checks/check-request.js'
import { toConsumerInfo } from '../consumer/consumer-details.js'
import { exchangeRequestToken } from './exchange-request-token.js'
import { createAccessToken, createRenewedAccessToken } from '../tokens/new-access-token.js'
import type { NewAccessToken } from '../tokens/new-access-token.js'
import { createMissingError, createParameterError } from '../errors/rejected-errors.js'
import { renewAccessToken } from './renew-access-token.js'
import type { EndpointSuccess } from '../results.js'
import type { Settings } from '../settings/settings.js'
import type { AccessTokenRecord, RequestTokenRecord } from '../store/token-records.js'
import { assertTokenMethod, createTokenResponse } from './token-response.js'
import { createFullError } from '../errors/full-error.js'
import { callOrRefuse } from '../errors/unavailable-error.js'
import { isXauth, verifyXauthUser } from './xauth.js'

/**
 * Issues an access token: for a request token and its verifier (RFC 5849 section 2.3), by xAuth, or
 * for an access token and its session handle (Session extension, section 5); exactly one of them.
 */
export async function issueAccessToken<User>(
  settings: Settings<User>,
  incoming: IncomingRequest,
): Promise<EndpointSuccess> {
  assertTokenMethod(settings, incoming.request)
  const checked = await checkRequest(settings, incoming)
  const { token, request } = checked
  const sessionHandle = parameterValue(request.protocol, 'oauth_session_handle')
  if (isXauth(request)) {
    if (token)
      throw createParameterError('x_auth_mode', 'xAuth asks for a token without having one.')
    return issueByXauth(settings, checked)
  }
  if (sessionHandle !== undefined && parameterValue(request.protocol, 'oauth_verifier')) {
    throw createParameterError(
      'oauth_session_handle',
      'A request token is exchanged, or an access token renewed.',
    )
  }
  if (token?.kind === 'request') return issueByVerifier(settings, checked, token)
  if (token?.kind === 'access') return issueByRenewal(settings, checked, token)
  throw createMissingError('oauth_token')
}

async function issueByVerifier<User>(
  settings: Settings<User>,
  checked: CheckedRequest<User>,
  token: RequestTokenRecord,
): Promise<EndpointSuccess> {
  const { scopes, userId = '' } = token
  const created = await createAccessToken(settings, checked.consumer, {
    userId,
    scopes,
    grantedBy: 'consent',
  })
  const { accessToken } = created
  const response = await createAccessTokenResponse(settings, checked, {
    ...created,
    user: checked.user as User,
  })
  await exchangeRequestToken(settings, checked, { token, accessToken })
  emitTokenEvent(settings, 'access_token_issued', accessToken)
  return response
}

async function issueByXauth<User>(
  settings: Settings<User>,
  checked: CheckedRequest<User>,
): Promise<EndpointSuccess> {
  const { userId, user, scopes } = await verifyXauthUser(settings, checked)
  const created = await createAccessToken(settings, checked.consumer, {
    userId,
    scopes,
    grantedBy: 'xauth',
  })
  const { accessToken } = created
  const response = await createAccessTokenResponse(settings, checked, { ...created, user })
  const outcome = await settings.store.createAccessToken(accessToken)
  if (outcome !== 'created') throw createFullError(outcome)
  emitTokenEvent(settings, 'access_token_issued', accessToken)
  return response
}

async function issueByRenewal<User>(
  settings: Settings<User>,
  checked: CheckedRequest<User>,
  token: AccessTokenRecord,
): Promise<EndpointSuccess> {
  const created = await createRenewedAccessToken(settings, checked.consumer, token)
  const { accessToken } = created
  const response = await createAccessTokenResponse(settings, checked, {
    ...created,
    user: checked.user as User,
  })
  await renewAccessToken(settings, checked, { token, accessToken })
  emitTokenEvent(settings, 'access_token_renewed', accessToken)
  return response
}

async function createAccessTokenResponse<User>(
  settings: Settings<User>,
  { consumer, nowSeconds }: CheckedRequest<User>,
  granted: NewAccessToken & { readonly user: User },
): Promise<EndpointSuccess> {
  const { accessToken, sessionHandle, user } = granted
  const { key, secret, scopes, userId, expiresAtSeconds, keepUntilSeconds } = accessToken
  const added = await callOrRefuse(() =>
    settings.tokenParameters({ user, userId, consumer: toConsumerInfo(consumer) }),
  )
  assertArgument('tokenParameters', { 'the returned value': added }, isPairs)
  if (added.some(([name]) => name.startsWith('oauth_'))) {
    throw argumentError(
      'createProvider: tokenParameters must not give parameters of the protocol (oauth_*)',
    )
  }
  const optional: readonly (readonly [name: string, value: string | number | undefined])[] = [
    // Session extension, section 5.1.
    ['oauth_session_handle', sessionHandle],
    ['oauth_expires_in', countSecondsUntil(expiresAtSeconds, nowSeconds)],
    [
      'oauth_authorization_expires_in',
      sessionHandle && countSecondsUntil(keepUntilSeconds, nowSeconds),
    ],
    ['scope', scopes.length === 0 ? undefined : scopes.join(' ')],
  ]
  return createTokenResponse(settings, [
    ['oauth_token', key],
    ['oauth_token_secret', secret],
    ...optional.flatMap(([name, value]) =>
      value === undefined ? [] : [[name, `${value}`] as const],
    ),
    ...added,
  ])
}

function countSecondsUntil(lastSecond: number | undefined, nowSeconds: number): number | undefined {
  return lastSecond === undefined ? undefined : Math.max(0, lastSecond - nowSeconds)
}

function emitTokenEvent<User>(
  { emit }: Settings<User>,
  type: 'access_token_issued' | 'access_token_renewed',
  { consumerKey, userId, scopes, grantedBy, key: tokenKey }: AccessTokenRecord,
): void {
  emit({ type, consumerKey, tokenKey, userId, scopes, grantedBy })
}
