import { nameErrors } from '@oauthplus/core/internal'
import { ADAPTER_VIEW } from './adapter-view.js'
import type { AdapterView } from './adapter-view.js'
import { issueAccessToken } from './operations/issue-access-token.js'
import { createApplications } from './authorization/applications.js'
import type { Applications } from './authorization/applications.js'
import { assertAuthenticateOptions, authenticateRequest } from './operations/authenticate.js'
import type { AuthenticateOptions } from './operations/authenticate.js'
import { createAuthorization } from './authorization/authorization.js'
import type { Authorization } from './authorization/authorization.js'
import { createConsumers } from './management/consumers.js'
import type { Consumers } from './management/consumers.js'
import { invalidateToken } from './operations/invalidate-token.js'
import { createPortal } from './portal/create-portal.js'
import type { Portal } from './portal/create-portal.js'
import type { ProviderOptions } from './settings/provider-options.js'
import { runRefusable, getVaryHeader } from './refusals/refusal.js'
import { issueRequestToken } from './operations/issue-request-token.js'
import type { ProviderRequest } from './request.js'
import type { EndpointSuccess, AuthenticateResult, Refusal, TwoLeggedResult } from './results.js'
import { createSettings } from './settings/settings.js'
import { createTokens } from './management/tokens.js'
import type { Tokens } from './management/tokens.js'

/**
 * A service provider. A refused request is a result; only a caller's mistake
 * (`TypeError`) rejects.
 */
export interface Provider<User> {
  /** Responds to a request for a request token (RFC 5849 section 2.1). */
  requestToken(request: ProviderRequest): Promise<EndpointSuccess | Refusal>
  /** The user's decision (RFC 5849 section 2.2). */
  readonly authorization: Authorization
  /**
   * Responds to a request for an access token: by verifier (RFC 5849 section 2.3), by xAuth, or by
   * session handle (Session extension, section 5).
   */
  accessToken(request: ProviderRequest): Promise<EndpointSuccess | Refusal>
  /** Responds to a consumer that invalidates its access token (Session extension, section 7). */
  invalidateToken(request: ProviderRequest): Promise<EndpointSuccess | Refusal>
  /** Authenticates a request to a protected resource (RFC 5849 section 3). */
  authenticate(
    request: ProviderRequest,
    options?: AuthenticateOptions & { readonly allowTwoLegged?: false | undefined },
  ): Promise<AuthenticateResult<User>>
  /** Authenticates a request that may have no token: then its grant has no user. */
  authenticate(
    request: ProviderRequest,
    options: AuthenticateOptions,
  ): Promise<TwoLeggedResult<User>>
  /** The applications to which users have granted access. */
  readonly applications: Applications
  /** The pages for developers and reviewers; `undefined` without the option `portal`. */
  readonly portal: Portal | undefined
  /** The consumers. */
  readonly consumers: Consumers
  /** The access tokens. */
  readonly tokens: Tokens
  /**
   * Deletes expired records and returns their number. For a store that does not do so itself.
   */
  purge(): Promise<number>
}

/**
 * Creates a service provider: the three endpoints of OAuth 1.0a, the authentication of protected
 * requests, and the management of consumers and tokens.
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
 * @param options The store, how to find a user, and what differs from the defaults.
 *
 * @returns The provider.
 *
 * @throws `TypeError` if an option is invalid.
 *
 * @see [RFC 5849, section 2](https://www.rfc-editor.org/rfc/rfc5849#section-2)
 */
export function createProvider<User>(options: ProviderOptions<User>): Provider<User> {
  const settings = nameErrors('createProvider', () => createSettings(options))
  const adapterView: AdapterView = {
    varyHeader: getVaryHeader(settings),
    hasFixedPublicUrl: typeof options.publicUrl === 'string',
    assertOptions(authenticateOptions) {
      assertAuthenticateOptions(settings, authenticateOptions, 'protect')
    },
  }
  const consumers = createConsumers(settings)
  const tokens = createTokens(settings)
  const provider: Provider<User> = {
    requestToken: (request) =>
      runRefusable(settings, { operation: 'request-token', request }, (context) =>
        issueRequestToken(settings, { request, context, endpoint: 'request-token' }),
      ),
    authorization: createAuthorization(settings),
    accessToken: (request) =>
      runRefusable(settings, { operation: 'access-token', request }, (context) =>
        issueAccessToken(settings, { request, context, endpoint: 'access-token' }),
      ),
    invalidateToken: (request) =>
      runRefusable(settings, { operation: 'invalidation', request }, (context) =>
        invalidateToken(settings, { request, context, endpoint: 'invalidation' }),
      ),
    authenticate: (request: ProviderRequest, authenticateOptions: AuthenticateOptions = {}) =>
      runRefusable(
        settings,
        { operation: 'resource', request, realm: readRealm(authenticateOptions) },
        (context) => authenticateRequest(settings, { request, context }, authenticateOptions),
      ) as Promise<AuthenticateResult<User>>,
    applications: createApplications(settings),
    portal: settings.portal && createPortal(settings, { consumers, tokens }),
    consumers,
    tokens,
    purge: () => settings.store.purge(settings.nowSeconds()),
  }
  return Object.assign(provider, { [ADAPTER_VIEW]: adapterView })
}

// A value that is not an object of options is refused later, with a message that says so.
function readRealm(options: AuthenticateOptions | null): string | undefined {
  return options?.realm
}
