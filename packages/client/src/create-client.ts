import type { AuthorizeOptions } from './flows/authorize-options.js'
import type { AuthorizeResult } from './flows/authorize.js'
import type { CallbackOptions, CallbackUrlOptions } from './flows/callback.js'
import type { CallbackRequest } from './flows/callback-request.js'
import type { ClientOptions } from './client-options.js'
import type { ExchangeResult } from './flows/exchange.js'
import type { FetchFunction } from './settings/fetch-function.js'
import type { VerifierOptions } from './flows/exchange-verifier.js'
import { loadOnDemand } from './load-on-demand.js'
import { createSettings } from './settings/settings.js'
import type { Settings } from './settings/settings.js'
import { createSignedFetch } from './fetch/create-signed-fetch.js'
import type { Signer } from './fetch/call.js'
import { assertToken, findToken } from './settings/find-token.js'
import type { ServiceProvider } from './service-provider.js'
import type { Token, TokenSource } from './token.js'
import type { TokenResponse } from './flows/token-response.js'
import type { Flows } from './flows/create-flows.js'
import type { Renew, RenewOptions } from './fetch/renew.js'
import type { XauthOptions } from './flows/xauth.js'

/** What a token opens. */
export interface ClientWithToken {
  /** The `fetch` that signs with the token. */
  readonly fetch: FetchFunction
}

/** A Consumer of one Service Provider. No operation needs `this`. */
export interface Client {
  /** Where the user comes back; `oob` if the user carries the verifier. */
  readonly callbackUrl: string
  /**
   * Starts a flow: fetches a Request Token, and gives the URL to send the User to and the cookie
   * that binds the flow to this browser. Rejects with {@link OAuthError} `callback_unconfirmed`,
   * `connection_failed`, `redirect_refused` or `pending_full` (the store in memory is full), or with
   * {@link OAuthResponseError}.
   */
  readonly authorize: (options?: AuthorizeOptions) => Promise<AuthorizeResult>
  /**
   * Ends a flow at its callback: makes sure that this browser started it, and exchanges the Request
   * Token, once. Takes the request as the platform gives it (a `Request`, a request of Node or
   * Express, a context of Koa), or its URL, absolute or as in a request line, and its `Cookie` header.
   * Rejects as `authorize` does, and with
   * {@link OAuthError} `callback_refused` (foreign, unknown, expired or used), `callback_denied`
   * (the User has refused), `parameter_absent` (no verifier) or `parameter_rejected` (a query that
   * can be read in two ways).
   */
  readonly callback: {
    (request: CallbackRequest, options?: CallbackOptions): Promise<ExchangeResult>
    (url: string | URL, options: CallbackUrlOptions): Promise<ExchangeResult>
  }
  /**
   * Ends a flow whose verifier the User has carried (`oob`). A mistyped one may be tried again.
   * Rejects as `authorize` does, and with {@link OAuthError} `token_rejected` (no such flow waits)
   * or `parameter_absent` (an empty verifier).
   */
  readonly exchangeVerifier: (options: VerifierOptions) => Promise<ExchangeResult>
  /**
   * Exchanges a username and a password for an Access Token (xAuth). No error contains the password.
   */
  readonly xauth: (options: XauthOptions) => Promise<TokenResponse>
  /**
   * Renews an Access Token by its session handle (OAuth Session extension): of all who ask with one
   * token at the same time, one asks the Provider, and all get the new token. Rejects as `authorize`
   * does, and with what `onRenew` rejects with.
   */
  readonly renew: (token: Token, options?: RenewOptions) => Promise<Token>
  /**
   * Returns a `fetch` that signs with a token. It takes what the platform's takes, and signs exactly
   * what is sent: URL, method and form body; other bodies go untouched. Redirects on the same
   * origin are signed again. A request that was refused for its time is sent once more with the
   * Provider's; one whose token has expired, with the renewed one, if `onRenew` keeps that.
   * Rejects with {@link OAuthError} `connection_failed` (its `cause` is the platform's error), `redirect_refused`,
   * `origin_refused`, `insecure_transport` (PLAINTEXT over http), `body_unreadable` (a stream if
   * its hash is wanted) or `parameter_rejected` (a URL or form that cannot be read).
   */
  readonly withToken: (token: TokenSource) => ClientWithToken
  /** A `fetch` that signs only as the Consumer, without a token (two-legged). */
  readonly fetch: FetchFunction
}

/**
 * Creates the client of a Service Provider.
 *
 * @example
 *
 * ```ts
 * const client = createClient({ provider, consumer: { key, secret }, callbackUrl })
 * const { url, setCookie } = await client.authorize()
 * // … the User decides, and comes back …
 * const { token } = await client.callback(request)
 * const response = await client.withToken(token).fetch('https://photos.example/photos')
 * ```
 *
 * @param options The Provider, the Consumer, and what differs from the defaults.
 *
 * @returns The client.
 *
 * @throws `TypeError` when an option cannot be: a URL that is not valid or would send secrets in the
 *   open, a signature method without its key.
 *
 * @see [RFC 5849, section 2](https://www.rfc-editor.org/rfc/rfc5849#section-2)
 */
export function createClient<const Provider extends ServiceProvider>(
  options: ClientOptions<Provider>,
): Client {
  const settings = createSettings(options)
  let flows: Flows | undefined
  const loadFlows = async (): Promise<Flows> => {
    const { createFlows } = await loadOnDemand()
    return (flows ??= createFlows(settings))
  }
  const renew: Renew = async (token, renewOptions) => (await loadFlows()).renew(token, renewOptions)
  return {
    callbackUrl: settings.callbackUrl,
    authorize: async (authorizeOptions = {}) => (await loadFlows()).authorize(authorizeOptions),
    callback: async (
      request: CallbackRequest | string | URL,
      callbackOptions: CallbackOptions | CallbackUrlOptions = {},
    ) => (await loadFlows()).callback(request, callbackOptions),
    exchangeVerifier: async (verifierOptions) =>
      (await loadFlows()).exchangeVerifier(verifierOptions),
    xauth: async (xauthOptions) => (await loadFlows()).xauth(xauthOptions),
    renew,
    withToken(source) {
      if (typeof source !== 'function') assertToken(source)
      return { fetch: createSignedFetch(settings, createSigner(settings, source, renew)) }
    },
    fetch: createSignedFetch(settings, { findToken: () => Promise.resolve(undefined) }),
  }
}

function createSigner(settings: Settings, source: TokenSource, renew: Renew): Signer {
  if (settings.onRenew === undefined) return { findToken: () => findToken(source) }
  if (typeof source === 'function') return { findToken: () => findToken(source), renew }
  let current = source
  return {
    findToken: () => findToken(current),
    renew: async (token, options) => (current = await renew(token, options)),
  }
}
