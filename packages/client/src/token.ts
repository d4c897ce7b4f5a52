/**
 * A token and its secret: the access that the user has granted. Plain data. Store it like a
 * password.
 */
export interface Token {
  /** The token, sent as `oauth_token`. */
  readonly key: string
  /** The token secret. Empty for some services, and for those that use RSA. */
  readonly secret: string
  /**
   * The session handle for renewals, sent as `oauth_session_handle`. As secret as the token secret.
   */
  readonly sessionHandle?: string | undefined
  /** The expiry time, in seconds since 1970, if the provider reported it. */
  readonly expiresAtSeconds?: number | undefined
  /** The end of the period for renewals, in seconds since 1970, if the provider reported it. */
  readonly sessionExpiresAtSeconds?: number | undefined
}

/** A reference to a request token, without its secret, which stays in the {@link PendingStore}. */
export interface RequestToken {
  /** The request token, sent as `oauth_token`. */
  readonly key: string
}

/** A token, or a function that returns it for each request. */
export type TokenSource = Token | (() => Token | Promise<Token>)

/**
 * Identifies a token by a string that is as secret as the token, because a provider may renew a
 * token with a new secret or handle and the same key. The expiry time is ignored, because not every
 * database stores it.
 *
 * @internal
 */
export function identifyToken({ key, secret, sessionHandle }: Token): string {
  return JSON.stringify([key, secret, sessionHandle])
}
