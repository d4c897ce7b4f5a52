import type { Dialect, SignatureMethod } from '@oauthplus/core'

import type { ReadResponse } from './errors/find-reported-problem.js'
import type { ReadError } from './errors/service-error.js'

/** The names of the methods that sign with a shared secret. */
export type HmacName = 'HMAC-SHA1' | 'HMAC-SHA256' | 'HMAC-SHA512'

/** The names of the methods that sign with a private key. */
export type RsaName = 'RSA-SHA1' | 'RSA-SHA256' | 'RSA-SHA512' | 'RSA-PSS'

/** The names of all built-in signature methods. */
export type SignatureMethodName = HmacName | RsaName | 'PLAINTEXT'

/** The description of a service provider, without its signature method. */
export interface ServiceProviderDescription {
  /** The URL that issues request tokens. */
  readonly requestTokenUrl?: string | undefined
  /** The page on which the user approves or denies access. */
  readonly authorizeUrl?: string | undefined
  /** The URL that issues access tokens. */
  readonly accessTokenUrl?: string | undefined
  /**
   * The origins of the API: `https://api.photos.example`. If set, requests to other origins are
   * refused, so that credentials do not leak.
   */
  readonly origins?: readonly string[] | undefined
  /** The realm of the Authorization header, if the provider requires one. */
  readonly realm?: string | undefined
  /**
   * The location of the protocol parameters: `header` (the default), `query`, or `body`, which puts
   * them into forms and uses the header for other requests.
   */
  readonly transmission?: 'header' | 'query' | 'body' | undefined
  /** The HTTP method of token requests. Defaults to `POST`. */
  readonly tokenRequestMethod?: 'POST' | 'GET' | undefined
  /**
   * Whether a flow continues without `oauth_callback_confirmed`, for a provider that is known to
   * omit it. Defaults to false: its absence is an error, because OAuth 1.0 without the "a" lets an
   * attacker complete a flow with someone else's approval.
   */
  readonly allowUnconfirmedCallback?: boolean | undefined
  /** Whether requests without a token contain an empty `oauth_token`. Defaults to false. */
  readonly sendEmptyToken?: boolean | undefined
  /** How the provider's signatures deviate from the RFC. */
  readonly dialect?: Dialect | undefined
  /**
   * Parses responses that are not forms into parameters: `oauth_token` and `oauth_token_secret`, or
   * `oauth_problem`. If it returns `undefined`, the response is parsed as a form.
   */
  readonly readResponse?: ReadResponse | undefined
  /** Parses errors in the provider's own format, for `readProblem` and for token errors. */
  readonly readError?: ReadError | undefined
}

/** A service provider that uses HMAC signatures. */
export interface HmacServiceProvider extends ServiceProviderDescription {
  /** The signature method. Defaults to `HMAC-SHA1`. */
  readonly signatureMethod?: HmacName | undefined
  /**
   * Whether requests contain `oauth_body_hash`, which covers bodies that are not forms. Defaults to
   * false.
   */
  readonly sendBodyHash?: boolean | undefined
}

/** A service provider that uses RSA signatures. */
export interface RsaServiceProvider extends ServiceProviderDescription {
  /** The signature method. */
  readonly signatureMethod: RsaName
  /**
   * Whether requests contain `oauth_body_hash`, which covers bodies that are not forms. Defaults to
   * false.
   */
  readonly sendBodyHash?: boolean | undefined
}

/** A service provider that receives the secrets themselves, over https. */
export interface PlaintextServiceProvider extends ServiceProviderDescription {
  /** The signature method. */
  readonly signatureMethod: 'PLAINTEXT'
  /** PLAINTEXT does not sign, so there is no body hash. */
  readonly sendBodyHash?: false | undefined
}

/** A service provider with a custom signature method. */
export interface CustomServiceProvider extends ServiceProviderDescription {
  /** The signature method. */
  readonly signatureMethod: SignatureMethod
  /** Whether requests contain `oauth_body_hash`. Defaults to false. */
  readonly sendBodyHash?: boolean | undefined
}

/**
 * The description of a service provider: plain data that you can share. A flow needs only the URLs
 * that it uses. xAuth needs only `accessTokenUrl`. Calls with an existing token need none.
 *
 * @example
 *
 * ```ts
 * const photos: ServiceProvider = {
 *   requestTokenUrl: 'https://photos.example/oauth/request_token',
 *   authorizeUrl: 'https://photos.example/oauth/authorize',
 *   accessTokenUrl: 'https://photos.example/oauth/access_token',
 * }
 * ```
 */
export type ServiceProvider =
  HmacServiceProvider | RsaServiceProvider | PlaintextServiceProvider | CustomServiceProvider
