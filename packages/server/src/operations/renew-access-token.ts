import { constantTimeEqual, OAuthError, parameterValue } from '@oauthplus/core'

import type { CheckedRequest } from '../checks/check-request.js'
import { digestSessionHandle } from '../tokens/new-access-token.js'
import { createTokenError } from '../errors/rejected-errors.js'
import type { Settings } from '../settings/settings.js'
import type { AccessTokenRecord } from '../store/token-records.js'
import { createFullError } from '../errors/full-error.js'

/**
 * Puts a new access token in the place of another, exactly once however many ask at the same moment
 * (Session extension, section 5.4).
 */
export async function renewAccessToken<User>(
  { store }: Settings<User>,
  checked: CheckedRequest<User>,
  tokens: { readonly token: AccessTokenRecord; readonly accessToken: AccessTokenRecord },
): Promise<void> {
  const { token, accessToken } = tokens
  const { nowSeconds } = checked
  const outcome = await store.renewAccessToken(token.key, {
    sessionHandleDigest: await assertSessionHandle(checked, token),
    accessToken,
    nowSeconds,
  })
  if (outcome === 'refused') {
    throw new OAuthError('token_used', 'The access token was renewed before.')
  }
  if (outcome !== 'renewed') throw createFullError(outcome)
}

/** Refuses a request without the session handle that belongs to its access token. Returns its digest. */
export async function assertSessionHandle<User>(
  { request }: CheckedRequest<User>,
  token: AccessTokenRecord,
): Promise<string> {
  const received = parameterValue(request.protocol, 'oauth_session_handle') ?? ''
  const receivedDigest = await digestSessionHandle(received)
  if (!constantTimeEqual(token.sessionHandleDigest ?? '', receivedDigest)) throw createTokenError()
  return receivedDigest
}
