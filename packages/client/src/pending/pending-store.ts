/** A pending request token. Plain data, and valid JSON if its `state` is. */
export interface PendingRequestToken {
  /** The secret of the request token. */
  readonly secret: string
  /** The digest of the cookie in the browser that started the flow. */
  readonly bindingDigest: string
  /** Whether the user copies the verifier by hand. */
  readonly outOfBand: boolean
  /** The URL that exchanges the request token. It lets several providers share a store. */
  readonly accessTokenUrl: string
  /** The expiry time, in seconds since 1970. */
  readonly expiresAtSeconds: number
  /** The `state` of `authorize`. */
  readonly state: unknown
}

/**
 * Stores request tokens by their key until the user returns. If several processes serve your
 * application, implement this interface with your database.
 *
 * @example
 *
 * ```ts
 * const pending: PendingStore = {
 *   set: async (key, entry, { lifetimeSeconds }) => {
 *     await redis.set(`pending:${key}`, JSON.stringify(entry), { EX: lifetimeSeconds })
 *   },
 *   get: async (key) => parsed(await redis.get(`pending:${key}`)),
 *   take: async (key) => parsed(await redis.getDel(`pending:${key}`)),
 * }
 * ```
 *
 * @see [RFC 5849, section 2.2](https://www.rfc-editor.org/rfc/rfc5849#section-2.2)
 */
export interface PendingStore {
  /** Stores an entry for a number of seconds, and replaces an existing one. */
  set(
    tokenKey: string,
    entry: PendingRequestToken,
    options: { readonly lifetimeSeconds: number },
  ): void | Promise<void>
  /** Returns an entry without removing it. */
  get(tokenKey: string): PendingRequestToken | undefined | Promise<PendingRequestToken | undefined>
  /**
   * Returns an entry and deletes it atomically: only one of several concurrent calls receives it.
   */
  take(tokenKey: string): PendingRequestToken | undefined | Promise<PendingRequestToken | undefined>
}
