import { OAuthError } from '@oauthplus/core'

import type { Endpoint } from '../endpoint.js'
import { createParameterError, createTokenError } from '../errors/rejected-errors.js'
import type { AccessTokenRecord, RequestTokenRecord } from '../store/token-records.js'

/** The intended use of a token. */
export interface TokenUse {
  readonly endpoint: Endpoint
  /** Whether the request carries a session handle, with which an expired token can be renewed. */
  readonly isRenewal: boolean
  readonly nowSeconds: number
}

/** Refuses a token of the wrong kind, of the wrong state, or of the past. */
export function assertUsable(token: RequestTokenRecord | AccessTokenRecord, use: TokenUse): void {
  // A request token opens no resource, an access token is not exchanged.
  if (token.kind === 'request' && use.endpoint === 'access-token' && use.isRenewal) {
    throw createParameterError(
      'oauth_session_handle',
      'A request token is exchanged without a session handle (no upgrade, Session extension 6.2).',
    )
  }
  const kind = use.endpoint === 'access-token' && !use.isRenewal ? 'request' : 'access'
  if (token.kind === 'request' && kind === 'request') assertExchangeable(token, use)
  else if (token.kind === 'access' && kind === 'access') assertValid(token, use)
  else throw createTokenError()
}

/** Returns whether an access token can be renewed (Session extension, section 5). */
export function isRenewable(token: AccessTokenRecord, nowSeconds: number): boolean {
  return token.sessionHandleDigest !== undefined && !isPast(token.keepUntilSeconds, nowSeconds)
}

function assertValid(token: AccessTokenRecord, { endpoint, nowSeconds }: TokenUse): void {
  switch (token.state) {
    case 'revoked':
      throw new OAuthError('token_revoked', 'The access token was revoked.')
    case 'replaced':
      throw new OAuthError('token_used', 'The access token was renewed; use the new one.')
    case 'valid':
      break
  }
  if (!isPast(token.expiresAtSeconds, nowSeconds)) return
  if (!isRenewable(token, nowSeconds)) {
    throw new OAuthError('token_expired', 'The token has expired.')
  }
  if (endpoint === 'resource') {
    throw new OAuthError('access_token_expired', 'The access token has expired; renew it.')
  }
}

function assertExchangeable(token: RequestTokenRecord, { nowSeconds }: TokenUse): void {
  if (isPast(token.expiresAtSeconds, nowSeconds)) {
    throw new OAuthError('token_expired', 'The token has expired.')
  }
  switch (token.state) {
    case 'approved':
      return
    case 'pending':
      throw new OAuthError('permission_unknown', 'The user has not decided yet.')
    case 'denied':
      throw new OAuthError('permission_denied', 'The user has refused access.')
    case 'used':
      throw new OAuthError('token_used', 'The request token was exchanged before.')
    case 'locked':
      throw new OAuthError('token_rejected', 'Too many wrong verifiers were sent for this token.')
    case 'revoked':
      throw new OAuthError('token_revoked', 'The request token was revoked.')
  }
}

function isPast(lastSecond: number | undefined, nowSeconds: number): boolean {
  return lastSecond !== undefined && lastSecond < nowSeconds
}
