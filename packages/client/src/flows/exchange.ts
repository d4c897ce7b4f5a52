import type { PendingRequestToken } from '../pending/pending-store.js'
import { requireEndpoint } from '../settings/settings.js'
import type { Settings } from '../settings/settings.js'
import { requestToken } from './token-request.js'
import type { TokenResponse } from './token-response.js'

/** The Access Token that a flow ended with. */
export interface ExchangeResult extends TokenResponse {
  /** The state that the flow was started with. */
  readonly state: unknown
}

/**
 * Tells whether a Request Token waits for a verifier: whether it is there, from this Provider, and
 * not expired, whatever the store says.
 *
 * @internal
 */
export function isWaiting(
  settings: Settings,
  entry: PendingRequestToken | undefined,
): entry is PendingRequestToken {
  const accessTokenUrl = requireEndpoint(settings, 'accessTokenUrl')
  return entry?.accessTokenUrl === accessTokenUrl && entry.expiresAtSeconds > settings.nowSeconds()
}

/**
 * Exchanges a Request Token and a verifier for an Access Token (RFC 5849, section 2.3).
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
  const { token, parameters } = await requestToken(settings, {
    wanted: 'Access Token',
    url: entry.accessTokenUrl,
    token: { key: tokenKey, secret: entry.secret },
    parameters: [['oauth_verifier', verifier]],
    secrets: [verifier],
    signal,
  })
  return { token, state: entry.state, parameters }
}
