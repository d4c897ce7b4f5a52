import { issueAccessToken } from './access-token.js'
import { authenticateRequest } from './authenticate.js'
import type { AuthenticateOptions } from './authenticate.js'
import { authorizationOf } from './authorization.js'
import type { Authorization } from './authorization.js'
import { consumersOf } from './consumers.js'
import type { Consumers } from './consumers.js'
import type { ProviderOptions } from './provider-options.js'
import { refusable } from './refusal.js'
import { issueRequestToken } from './request-token.js'
import type { ProviderRequest } from './request.js'
import type { Answered, AuthenticateResult, Refusal } from './results.js'
import { settingsOf } from './settings.js'

/**
 * A Service Provider. What it refuses, it refuses in a result; only a caller's mistake
 * (`TypeError`) rejects.
 */
export interface Provider<User> {
  /** Answers a request for a Request Token (RFC 5849 section 2.1). */
  requestToken(request: ProviderRequest): Promise<Answered | Refusal>
  /** The User's decision (RFC 5849 section 2.2). */
  readonly authorization: Authorization
  /** Answers a request for an Access Token: by verifier (RFC 5849 section 2.3) or by xAuth. */
  accessToken(request: ProviderRequest): Promise<Answered | Refusal>
  /** Authenticates a request to a protected resource (RFC 5849 section 3). */
  authenticate(
    request: ProviderRequest,
    options?: AuthenticateOptions,
  ): Promise<AuthenticateResult<User>>
  /** The Consumers. */
  readonly consumers: Consumers
  /**
   * Forgets what has expired; returns how much that was. For a store that does not do so by itself.
   */
  purge(): Promise<number>
}

/**
 * Creates a Service Provider: the three endpoints of OAuth 1.0a, the check of every protected
 * request, and the Consumers that may ask.
 *
 * @example
 *
 * ```ts
 * const provider = createProvider({
 *   publicUrl: 'https://photos.example',
 *   store: memoryStore(),
 *   findUser: (id) => users.get(id),
 *   scopes: { photos: { description: 'See your photos' } },
 * })
 * const result = await provider.authenticate(request, { scope: 'photos' })
 * if (result.ok) show(photosOf(result.grant.user))
 * ```
 *
 * @param options The store, how to find a User, and what differs from the defaults.
 *
 * @returns The Provider.
 *
 * @throws `TypeError` when an option cannot be.
 *
 * @see [RFC 5849, section 2](https://www.rfc-editor.org/rfc/rfc5849#section-2)
 */
export function createProvider<User>(options: ProviderOptions<User>): Provider<User> {
  const settings = settingsOf(options)
  const { realm } = settings
  return {
    requestToken: (request) => refusable(realm, () => issueRequestToken(settings, request)),
    authorization: authorizationOf(settings),
    accessToken: (request) => refusable(realm, () => issueAccessToken(settings, request)),
    authenticate: (request, authenticateOptions = {}) =>
      refusable(realm, () => authenticateRequest(settings, request, authenticateOptions)),
    consumers: consumersOf(settings),
    purge: () => settings.store.purge(settings.nowSeconds()),
  }
}
