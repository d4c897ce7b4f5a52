import type { SignatureMethod } from '@oauthplus/core'

/**
 * What a Consumer must know of a Service Provider: data only, so that it can be shared. A flow
 * needs only the URLs that it uses: xAuth the last one, calls with a token that is there already
 * none.
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
 *
 * @see [RFC 5849, section 2](https://www.rfc-editor.org/rfc/rfc5849#section-2)
 */
export interface ServiceProvider {
  /** Where Request Tokens are given. */
  readonly requestTokenUrl?: string | undefined
  /** The page on which the User decides. */
  readonly authorizeUrl?: string | undefined
  /** Where Access Tokens are given. */
  readonly accessTokenUrl?: string | undefined
  /** How requests are signed: a name, or a method of your own. `HMAC-SHA1` by default. */
  readonly signatureMethod?: string | SignatureMethod | undefined
  /** The realm of the Authorization header, where the Provider wants one. */
  readonly realm?: string | undefined
  /**
   * Whether the Provider is known to leave out `oauth_callback_confirmed`. False by default: its
   * absence is then an error, because a Provider of OAuth 1.0 without the "a" lets an attacker
   * finish a flow with somebody else's approval.
   */
  readonly callbackConfirmedOmitted?: boolean | undefined
}
