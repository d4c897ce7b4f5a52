import type { Dialect, SignatureMethod } from '@oauthplus/core'

import type { ReadResponse } from './errors/find-reported-problem.js'
import type { ReadError } from './errors/service-error.js'

/** The names of the methods that sign with a secret that both sides have. */
export type HmacName = 'HMAC-SHA1' | 'HMAC-SHA256' | 'HMAC-SHA512'

/** The names of the methods that sign with a private key. */
export type RsaName = 'RSA-SHA1' | 'RSA-SHA256' | 'RSA-SHA512' | 'RSA-PSS'

/** The names of all signature methods that come with the client. */
export type SignatureMethodName = HmacName | RsaName | 'PLAINTEXT'

/** What is known of a Service Provider, however it wants requests signed. */
export interface ServiceProviderDescription {
  /** Where Request Tokens are given. */
  readonly requestTokenUrl?: string | undefined
  /** The page on which the User decides. */
  readonly authorizeUrl?: string | undefined
  /** Where Access Tokens are given. */
  readonly accessTokenUrl?: string | undefined
  /**
   * The origins whose resources are called: `https://api.photos.example`. Where it is given, a
   * request to any other is refused, so that no credentials go astray.
   */
  readonly origins?: readonly string[] | undefined
  /** The realm of the Authorization header, if the Provider wants one. */
  readonly realm?: string | undefined
  /**
   * Where the protocol parameters go: `header` by default; `query`; or `body` for requests that
   * carry a form, the others then having them in the header.
   */
  readonly transmission?: 'header' | 'query' | 'body' | undefined
  /** How tokens are asked for. `POST` by default. */
  readonly tokenRequestMethod?: 'POST' | 'GET' | undefined
  /**
   * Whether a flow goes on without `oauth_callback_confirmed`, for a Provider that is known to leave
   * it out. False by default: its absence is then an error, because a Provider of OAuth 1.0 without the "a" lets an attacker
   * finish a flow with somebody else's approval.
   */
  readonly allowUnconfirmedCallback?: boolean | undefined
  /** Whether requests without a token carry an empty `oauth_token`. False by default. */
  readonly sendEmptyToken?: boolean | undefined
  /** How the Provider departs from the RFC when it signs. */
  readonly dialect?: Dialect | undefined
  /**
   * Reads responses that are not a form, as parameters: `oauth_token` and `oauth_token_secret`, or
   * `oauth_problem`. If it returns `undefined`, the response is read as a form.
   */
  readonly readResponse?: ReadResponse | undefined
  /** Reads errors in the provider's own format, for `readProblem` and for errors about tokens. */
  readonly readError?: ReadError | undefined
}

/** A Service Provider whose requests are signed by HMAC. */
export interface HmacServiceProvider extends ServiceProviderDescription {
  /** The method. `HMAC-SHA1` by default. */
  readonly signatureMethod?: HmacName | undefined
  /**
   * Whether requests carry `oauth_body_hash`, which covers a body that is not a form. False by
   * default.
   */
  readonly sendBodyHash?: boolean | undefined
}

/** A Service Provider whose requests are signed by RSA. */
export interface RsaServiceProvider extends ServiceProviderDescription {
  /** The method. */
  readonly signatureMethod: RsaName
  /**
   * Whether requests carry `oauth_body_hash`, which covers a body that is not a form. False by
   * default.
   */
  readonly sendBodyHash?: boolean | undefined
}

/** A Service Provider that is sent the secrets themselves, over https. */
export interface PlaintextServiceProvider extends ServiceProviderDescription {
  /** The method. */
  readonly signatureMethod: 'PLAINTEXT'
  /** PLAINTEXT signs nothing, a body's hash neither. */
  readonly sendBodyHash?: false | undefined
}

/** A Service Provider with a signature method of your own. */
export interface CustomServiceProvider extends ServiceProviderDescription {
  /** The method. */
  readonly signatureMethod: SignatureMethod
  /** Whether requests carry `oauth_body_hash`. False by default. */
  readonly sendBodyHash?: boolean | undefined
}

/**
 * What a Consumer must know of a Service Provider: data, so that it can be shared. A flow needs
 * only the URLs that it uses: xAuth the last one, calls with a token that is there already none.
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
