import { constantTimeEqual, OAuthError, parameterValue } from '@oauthplus/core'

import type { CheckedRequest } from '../checks/check-request.js'
import { createMissingError } from '../errors/rejected-errors.js'
import type { Settings } from '../settings/settings.js'
import type { AccessTokenRecord, RequestTokenRecord } from '../store/token-records.js'
import { digestVerifier } from '../tokens/verifier-digest.js'
import { createFullError } from '../errors/full-error.js'

const MAX_WRONG_VERIFIERS = 5

/**
 * Exchanges a request token for an access token, exactly once however many ask at the same moment.
 */
export async function exchangeRequestToken<User>(
  settings: Settings<User>,
  checked: CheckedRequest<User>,
  tokens: { readonly token: RequestTokenRecord; readonly accessToken: AccessTokenRecord },
): Promise<void> {
  const { store } = settings
  const { token, accessToken } = tokens
  const verifier = parameterValue(checked.request.protocol, 'oauth_verifier') ?? ''
  if (verifier === '') throw createMissingError('oauth_verifier')
  if (!constantTimeEqual(token.verifierDigest ?? '', await digestVerifier(verifier, token))) {
    // Counted only after a valid signature, so that another client cannot use up the attempts.
    await store.countWrongVerifier(token.key, MAX_WRONG_VERIFIERS)
    throw new OAuthError('verifier_invalid', 'The verifier is wrong.')
  }
  const outcome = await store.exchangeRequestToken(token.key, {
    accessToken,
    nowSeconds: checked.nowSeconds,
  })
  if (outcome === 'refused') {
    throw new OAuthError('token_used', 'The request token was exchanged before.')
  }
  if (outcome !== 'exchanged') throw createFullError(outcome)
}
