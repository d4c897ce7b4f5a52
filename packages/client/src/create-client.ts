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

/** Functions that use one token. */
export interface ClientWithToken {
  /** A `fetch` that signs with the token. */
  readonly fetch: FetchFunction
}

/** A client for one service provider. No function needs `this`. */
export interface Client {
  /** The URL to which the user returns, or `oob` if the user copies the verifier. */
  readonly callbackUrl: string
  /**
   * Starts a flow: fetches a request token, and returns the URL of the page to redirect the user to
   * and a cookie that binds the flow to this browser. Rejects with {@link OAuthError}
   * `callback_unconfirmed`, `connection_failed`, `redirect_refused` or `pending_full` (the store in
   * memory is full), or with {@link OAuthResponseError}.
   */
  readonly authorize: (options?: AuthorizeOptions) => Promise<AuthorizeResult>
  /**
   * Completes a flow at its callback: checks that this browser started it, and exchanges the
   * request token, once. Pass the request as your platform provides it (a `Request`, a request of
   * Node or Express, or a Koa context), or its URL (absolute or as in the request line) and its
   * `Cookie` header. Rejects like `authorize`, and with {@link OAuthError} `callback_refused`
   * (foreign, unknown, expired or used), `callback_denied` (the user denied access),
   * `parameter_absent` (no verifier) or `parameter_rejected` (an ambiguous query).
   */
  readonly callback: {
    (request: CallbackRequest, options?: CallbackOptions): Promise<ExchangeResult>
    (url: string | URL, options: CallbackUrlOptions): Promise<ExchangeResult>
  }
  /**
   * Completes a flow in which the user copies the verifier by hand (`oob`). After a mistyped
   * verifier you can try again. Rejects like `authorize`, and with {@link OAuthError}
   * `token_rejected` (no such flow is pending) or `parameter_absent` (an empty verifier).
   */
  readonly exchangeVerifier: (options: VerifierOptions) => Promise<ExchangeResult>
  /**
   * Exchanges a username and a password for an access token (xAuth). Errors never contain the
   * password.
   */
  readonly xauth: (options: XauthOptions) => Promise<TokenResponse>
  /**
   * Renews an access token with its session handle (OAuth Session extension). Concurrent calls with
   * the same token share one request and receive the same new token. Rejects like `authorize`, and
   * with the error of `onRenew`.
   */
  readonly renew: (token: Token, options?: RenewOptions) => Promise<Token>
  /**
   * Returns a `fetch` that signs with a token. It accepts the same arguments as the platform's
   * `fetch`, and signs the URL, the method and a form body exactly as they are sent. Other bodies
   * are sent unsigned. Redirects on the same origin are signed again. If the provider refuses the
   * timestamp, the request is sent once more with the provider's time. If the token has expired and
   * `onRenew` is set, the request is sent once more with the renewed token. Rejects with {@link
   * OAuthError} `connection_failed` (its `cause` is the platform's error), `redirect_refused`,
   * `origin_refused`, `insecure_transport` (PLAINTEXT over http), `body_unreadable` (a stream whose
   * hash is required) or `parameter_rejected` (an unreadable URL or form).
   */
  readonly withToken: (token: TokenSource) => ClientWithToken
  /** A `fetch` that signs as the consumer, without a token (two-legged). */
  readonly fetch: FetchFunction
}

/**
 * Creates a client for a service provider.
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
 * @param options The provider, the consumer, and optional settings.
 *
 * @returns The client.
 *
 * @throws `TypeError` when an option is invalid, such as a URL that would expose secrets or a
 *   signature method without its key.
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
