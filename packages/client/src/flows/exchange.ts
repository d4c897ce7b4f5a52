import { createDeletionCookie } from '../pending/binding-cookie.js'
import type { PendingRequestToken } from '../pending/pending-store.js'
import type { Settings } from '../settings/settings.js'
import { requestToken } from './request-token.js'
import type { TokenResponse } from './token-response.js'

/** The access token at the end of a flow. */
export interface ExchangeResult extends TokenResponse {
  /** The state that was passed to `authorize`. */
  readonly state: unknown
  /** The value of a `Set-Cookie` header that removes the cookie of this flow. */
  readonly setCookie: string
}

/**
 * Exchanges a request token and a verifier for an access token (RFC 5849, section 2.3).
 *
 * @internal
 */
export async function exchange(
  settings: Settings,
  options: {
    readonly tokenKey: string
    readonly entry: PendingRequestToken
    readonly verifier: string
    readonly signal: AbortSignal | undefined
  },
): Promise<ExchangeResult> {
  const { tokenKey, entry, verifier, signal } = options
  const granted = await requestToken(settings, {
    wanted: 'access token',
    url: entry.accessTokenUrl,
    token: { key: tokenKey, secret: entry.secret },
    parameters: [['oauth_verifier', verifier]],
    secrets: [verifier],
    signal,
  })
  return {
    ...granted,
    state: entry.state,
    setCookie: await createDeletionCookie(settings, tokenKey),
  }
}
