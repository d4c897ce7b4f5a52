/**
 * The state of a request token: `pending` until the user decides, then `approved` or `denied`;
 * `used` once it was exchanged; `locked` after too many wrong verifiers; `revoked` with what was
 * granted before.
 */
export type RequestTokenState = 'pending' | 'approved' | 'denied' | 'used' | 'locked' | 'revoked'

/** A request token: the temporary token of one authorization. */
export interface RequestTokenRecord {
  /** Distinguishes the two kinds of tokens. */
  readonly kind: 'request'
  /** The token's key, `oauth_token`. */
  readonly key: string
  /** The token's secret. */
  readonly secret: string
  /** The key of the consumer that it was issued to. */
  readonly consumerKey: string
  /** The requested callback: a URL or `oob`. */
  readonly callback: string
  /** The names of the requested scopes. */
  readonly scopes: readonly string[]
  /** Its state. */
  readonly state: RequestTokenState
  /** The user who decided; set by the decision. */
  readonly userId?: string | undefined
  /** The keyed digest of the verifier; set by approval. */
  readonly verifierDigest?: string | undefined
  /** The number of wrong verifiers in requests with a valid signature. */
  readonly wrongVerifiers: number
  /** A random key from which each user's CSRF value is derived. */
  readonly consentKey: string
  /** When it was issued, in seconds since 1970. */
  readonly createdAtSeconds: number
  /** The last second in which it is valid. */
  readonly expiresAtSeconds: number
}

/** The state of an access token: `valid`, `replaced` by a newer one (a renewal), or `revoked`. */
export type AccessTokenState = 'valid' | 'replaced' | 'revoked'

/**
 * How an access token was issued: by the user's decision (`consent`), by the user's password
 * (`xauth`), or without the user (`owner`).
 */
export type GrantOrigin = 'consent' | 'xauth' | 'owner'

/** An access token: a grant of a user to a consumer. */
export interface AccessTokenRecord {
  /** Distinguishes the two kinds of tokens. */
  readonly kind: 'access'
  /** The token's key, `oauth_token`. */
  readonly key: string
  /** The token's secret. */
  readonly secret: string
  /** The key of the consumer that it was issued to. */
  readonly consumerKey: string
  /** The user who granted it. */
  readonly userId: string
  /** The names of the scopes granted. */
  readonly scopes: readonly string[]
  /** How it was issued. */
  readonly grantedBy: GrantOrigin
  /** Its state. */
  readonly state: AccessTokenState
  /** When it was issued, in seconds since 1970. */
  readonly createdAtSeconds: number
  /** The last second in which it is valid; absent if it does not expire. */
  readonly expiresAtSeconds?: number | undefined
  /** The digest of the session handle with which it can be renewed; absent if it cannot. */
  readonly sessionHandleDigest?: string | undefined
  /**
   * The last second in which the record is needed, after which `purge` forgets it: if it can be
   * renewed, the end of that; else that of its validity. Absent if it is needed without end.
   */
  readonly keepUntilSeconds?: number | undefined
  /** When a request last used it, in seconds since 1970; up to a minute out of date. */
  readonly lastUsedAtSeconds?: number | undefined
}
