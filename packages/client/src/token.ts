/**
 * A token and its secret: what the User has granted. Plain data; keep it as you would keep a
 * password.
 */
export interface Token {
  /** The token; on the wire `oauth_token`. */
  readonly key: string
  /** The token's secret. Some services, and those that verify by RSA, give an empty one. */
  readonly secret: string
  /**
   * What the token can be renewed with; on the wire `oauth_session_handle`. As secret as the
   * secret.
   */
  readonly sessionHandle?: string | undefined
  /** When the token expires, in seconds since 1970, if the Provider reported it. */
  readonly expiresAtSeconds?: number | undefined
  /** Until when it can be renewed, in seconds since 1970, if the Provider reported it. */
  readonly sessionExpiresAtSeconds?: number | undefined
}

/** What names a Request Token, without its secret, which stays in the {@link PendingStore}. */
export interface RequestToken {
  /** The Request Token; on the wire `oauth_token`. */
  readonly key: string
}

/** A token, or a function that finds it again for every request. */
export type TokenSource = Token | (() => Token | Promise<Token>)

/**
 * Identifies a token by a string that is as secret as the token: a Provider may renew one by a new
 * secret or handle under the same key. When it expires counts for nothing, since not every database
 * keeps that.
 *
 * @internal
 */
export function identifyToken({ key, secret, sessionHandle }: Token): string {
  return JSON.stringify([key, secret, sessionHandle])
}
