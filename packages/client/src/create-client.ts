import { authorize } from './flows/authorize.js'
import type { AuthorizeOptions, AuthorizeResult } from './flows/authorize.js'
import { callback } from './flows/callback.js'
import type { CallbackOptions } from './flows/callback.js'
import type { ClientOptions } from './client-options.js'
import type { ExchangeResult } from './flows/exchange.js'
import type { FetchFunction } from './fetch/fetch-function.js'
import { requestTokenWithVerifier } from './flows/request-token-with-verifier.js'
import type { VerifierOptions } from './flows/request-token-with-verifier.js'
import { settingsOf } from './settings/settings.js'
import { signedFetch } from './fetch/signed-fetch.js'
import { requireToken, tokenOf } from './token.js'
import type { TokenSource } from './token.js'
import type { TokenResponse } from './flows/token-response.js'
import { xauth } from './flows/xauth.js'
import type { XauthOptions } from './flows/xauth.js'

/** What a token opens. */
export interface ClientWithToken {
  /** The `fetch` that signs with the token. */
  readonly fetch: FetchFunction
}

/** A Consumer of one Service Provider. Every operation stands alone: none needs `this`. */
export interface Client {
  /**
   * Starts a flow: fetches a Request Token, and gives the URL to send the User to and the cookie
   * that binds the flow to this browser. Rejects with {@link OAuthError} `callback_unconfirmed`,
   * `connection_failed` or `redirect_refused`, or with {@link OAuthResponseError}.
   */
  readonly authorize: (options?: AuthorizeOptions) => Promise<AuthorizeResult>
  /**
   * Ends a flow at its callback: makes sure that this browser started it, and exchanges the Request
   * Token, once. `url` is absolute, or as in `request.url`. Rejects as `authorize` does, and with
   * {@link OAuthError} `callback_refused` (foreign, unknown, expired or used), `permission_denied`
   * (the User has refused), `parameter_absent` (no verifier) or `parameter_rejected` (a query that
   * can be read in two ways).
   */
  readonly callback: (url: string | URL, options: CallbackOptions) => Promise<ExchangeResult>
  /**
   * Ends a flow whose verifier the User has carried (`oob`). A mistyped one may be tried again.
   * Rejects as `authorize` does, and with {@link OAuthError} `token_rejected` (no such flow waits)
   * or `parameter_absent` (an empty verifier).
   */
  readonly requestTokenWithVerifier: (options: VerifierOptions) => Promise<ExchangeResult>
  /**
   * Exchanges a username and a password for an Access Token (xAuth). No error holds the password.
   */
  readonly xauth: (options: XauthOptions) => Promise<TokenResponse>
  /**
   * Gives a `fetch` that signs with a token. It takes what the platform's takes, and signs exactly
   * what is sent: URL, method and form body; other bodies go untouched. Redirects on the same
   * origin are signed anew. Beside what the platform's rejects with, it rejects with
   * {@link OAuthError} `redirect_refused`, `insecure_transport` (PLAINTEXT over http) or
   * `parameter_rejected` (a URL or form that cannot be read).
   */
  readonly withToken: (token: TokenSource) => ClientWithToken
  /** A `fetch` that signs as the Consumer alone, without a token (two-legged). */
  readonly fetch: FetchFunction
}

/**
 * Creates the client of a Service Provider.
 *
 * @example
 *
 * ```ts
 * const client = createClient({ provider, consumer: { key, secret }, callbackUrl })
 * const { url, cookie } = await client.authorize()
 * // … the User decides, and comes back …
 * const { token } = await client.callback(request.url, { cookie: request.headers.cookie })
 * const response = await client.withToken(token).fetch('https://photos.example/photos')
 * ```
 *
 * @param options The Provider, the Consumer, and what differs from the defaults.
 *
 * @returns The client.
 *
 * @throws `TypeError` when an option cannot be: a URL that is none or would send secrets in the
 *   open, a signature method without its key.
 *
 * @see [RFC 5849, section 2](https://www.rfc-editor.org/rfc/rfc5849#section-2)
 */
export function createClient(options: ClientOptions): Client {
  const settings = settingsOf(options)
  return {
    authorize: (authorizeOptions = {}) => authorize(settings, authorizeOptions),
    callback: (url, callbackOptions) => callback(settings, url, callbackOptions),
    requestTokenWithVerifier: (verifierOptions) =>
      requestTokenWithVerifier(settings, verifierOptions),
    xauth: (xauthOptions) => xauth(settings, xauthOptions),
    withToken(token) {
      if (typeof token !== 'function') requireToken(token)
      return { fetch: signedFetch(settings, () => tokenOf(token)) }
    },
    fetch: signedFetch(settings, () => Promise.resolve(undefined)),
  }
}
