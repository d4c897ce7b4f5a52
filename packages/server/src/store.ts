/** Where a Consumer stands. Only an accepted one may do anything. */
export type ConsumerStatus = 'pending' | 'accepted' | 'rejected' | 'canceled'

/** A Consumer: an application that asks for access. */
export interface ConsumerRecord {
  /** The Consumer key. */
  readonly key: string
  /** The name that the consent page shows. */
  readonly name: string
  /** What the application does, for the consent page; may be empty. */
  readonly description: string
  /** The application's site, http or https. */
  readonly website?: string | undefined
  /** Where it stands. */
  readonly status: ConsumerStatus
  /** The secrets that are valid, the newest first; none for a Consumer that signs with RSA. */
  readonly secrets: readonly string[]
  /**
   * The RSA public keys that are valid, as SPKI PEM; none for a Consumer that signs with a secret.
   */
  readonly publicKeys: readonly string[]
  /** The names of the signature methods that it may use: all of one family. */
  readonly signatureMethods: readonly string[]
  /** The callbacks that it may name: URLs, patterns, `oob`. */
  readonly callbacks: readonly string[]
  /** Where an out-of-band flow of this Consumer goes instead of showing the verifier. */
  readonly defaultCallback?: string | undefined
  /** Whether it may exchange a username and a password (xAuth). */
  readonly xauthAllowed: boolean
  /** When it was registered, in seconds since 1970. */
  readonly createdAtSeconds: number
}

/**
 * Where a Request Token stands: `pending` until the User decides, then `approved` or `denied`;
 * `used` once it was exchanged; `locked` after too many wrong verifiers.
 */
export type RequestTokenState = 'pending' | 'approved' | 'denied' | 'used' | 'locked'

/** A Request Token: the temporary token of one authorization. */
export interface RequestTokenRecord {
  /** Tells the two kinds of token apart. */
  readonly kind: 'request'
  /** The token's key, `oauth_token`. */
  readonly key: string
  /** The token's secret. */
  readonly secret: string
  /** The key of the Consumer that it was issued to. */
  readonly consumerKey: string
  /** The callback as asked for: a URL or `oob`. */
  readonly callback: string
  /** The names of the scopes asked for. */
  readonly scopes: readonly string[]
  /** Where it stands. */
  readonly state: RequestTokenState
  /** The User who decided; set by the decision. */
  readonly userId?: string | undefined
  /** The keyed digest of the verifier; set by approval. */
  readonly verifierDigest?: string | undefined
  /** How many wrong verifiers were sent under a right signature. */
  readonly wrongVerifiers: number
  /** A random key from which each User's CSRF value is derived. */
  readonly consentKey: string
  /** When it was issued, in seconds since 1970. */
  readonly createdAtSeconds: number
  /** The last second in which it is valid. */
  readonly expiresAtSeconds: number
}

/** An Access Token: what a User has granted to a Consumer. */
export interface AccessTokenRecord {
  /** Tells the two kinds of token apart. */
  readonly kind: 'access'
  /** The token's key, `oauth_token`. */
  readonly key: string
  /** The token's secret. */
  readonly secret: string
  /** The key of the Consumer that it was issued to. */
  readonly consumerKey: string
  /** The User who granted it. */
  readonly userId: string
  /** The names of the scopes granted. */
  readonly scopes: readonly string[]
  /** When it was issued, in seconds since 1970. */
  readonly createdAtSeconds: number
  /** The last second in which it is valid; absent where it does not expire. */
  readonly expiresAtSeconds?: number | undefined
  /** When a request last used it, in seconds since 1970. */
  readonly lastUsedAtSeconds?: number | undefined
}

/** What was found under the keys of a request. */
export interface FoundCredentials {
  /** The Consumer; `undefined` where its key is unknown. */
  readonly consumer: ConsumerRecord | undefined
  /** The token, whoever's it is; `undefined` where its key is unknown. */
  readonly token: RequestTokenRecord | AccessTokenRecord | undefined
}

/** A nonce to be recorded. */
export interface NonceRecord {
  /** The digest of Consumer, token, timestamp and nonce. */
  readonly digest: string
  /**
   * The last second in which the nonce's timestamp can be accepted: until its end the nonce must be
   * remembered.
   */
  readonly expiresAtSeconds: number
  /** The Access Token whose last use this is; absent where the request used none. */
  readonly accessTokenKey?: string | undefined
  /** The time of the call, in seconds since 1970. */
  readonly nowSeconds: number
}

/**
 * The whole contract with storage. Seconds are whole numbers. Operations that decide something are
 * atomic: of any number of simultaneous calls, in any number of processes, exactly one succeeds.
 * What a store returns are copies: changing one changes nothing. A call that fails rejects; the
 * provider then refuses the request. `store-contract` has this as runnable cases.
 */
export interface Store {
  /** Saves a new Consumer. `exists`: its key is taken, and nothing was changed. */
  createConsumer(consumer: ConsumerRecord): Promise<'created' | 'exists' | 'full'>

  /** Finds a Consumer by its key. */
  findConsumer(key: string): Promise<ConsumerRecord | undefined>

  /**
   * Finds a Consumer and a token of either kind, by their keys, in one read. Without `tokenKey` no
   * token.
   */
  findCredentials(consumerKey: string, tokenKey: string | undefined): Promise<FoundCredentials>

  /**
   * Records a nonce, atomically, and the last use of its Access Token with it. `used`: its digest
   * was recorded before, by any process, or its last second lies before the latest purge, after
   * which nobody can know. `full`: there is no room; a nonce that may still be needed is never
   * dropped to make some.
   */
  recordNonce(nonce: NonceRecord): Promise<'recorded' | 'used' | 'full'>

  /**
   * Saves a new Request Token. `exists`: its key is taken, by a token of either kind, and nothing
   * was changed.
   */
  createRequestToken(token: RequestTokenRecord): Promise<'created' | 'exists' | 'full'>

  /**
   * Finds a Request Token by its key, in whatever state, until it was purged or, once expired, its
   * room was needed.
   */
  findRequestToken(key: string): Promise<RequestTokenRecord | undefined>

  /**
   * Approves a Request Token, atomically: `pending` and not expired becomes `approved`, with the
   * User and the verifier's digest. False where it was anything else; then nothing was changed.
   */
  approveRequestToken(
    key: string,
    approval: {
      readonly userId: string
      readonly verifierDigest: string
      readonly nowSeconds: number
    },
  ): Promise<boolean>

  /**
   * Denies a Request Token, atomically: `pending` and not expired becomes `denied`. False where it
   * was anything else.
   */
  denyRequestToken(
    key: string,
    denial: { readonly userId: string; readonly nowSeconds: number },
  ): Promise<boolean>

  /**
   * Counts one wrong verifier, atomically; where the count is `limit` or more, an `approved` token
   * becomes `locked`. Returns the count, or 0 where there is no such token.
   */
  countWrongVerifier(key: string, limit: number): Promise<number>

  /**
   * Exchanges a Request Token, atomically: `approved` and not expired becomes `used`, and the
   * Access Token is saved; both or neither. `refused`: it was anything else, or the Access Token's
   * key is taken. `full`: there is no room.
   */
  exchangeRequestToken(
    key: string,
    exchange: { readonly accessToken: AccessTokenRecord; readonly nowSeconds: number },
  ): Promise<'exchanged' | 'refused' | 'full'>

  /**
   * Saves a new Access Token. `exists`: its key is taken, by a token of either kind, and nothing
   * was changed.
   */
  createAccessToken(token: AccessTokenRecord): Promise<'created' | 'exists' | 'full'>

  /**
   * Forgets nonces and tokens whose last valid second has passed, and nothing else. Returns how
   * many.
   */
  purge(nowSeconds: number): Promise<number>
}
