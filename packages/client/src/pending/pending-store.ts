/** A Request Token that waits for its User. Plain data; as JSON too, if its `state` is. */
export interface PendingRequestToken {
  /** The secret of the Request Token. */
  readonly secret: string
  /** The digest of the cookie of the browser that started. */
  readonly bindingDigest: string
  /** Whether the User carries the verifier. */
  readonly outOfBand: boolean
  /** Where the Request Token is exchanged, so that Providers can share a store. */
  readonly accessTokenUrl: string
  /** When the Request Token is given up, in seconds since 1970. */
  readonly expiresAtSeconds: number
  /** What the application wants back when the User returns. */
  readonly state: unknown
}

/**
 * Keeps Request Tokens, by their key, until their User returns. Give one of your own, on what the
 * application has anyway, if more than one process serves it.
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
  /** Keeps an entry for so long; what stood under the key is replaced. */
  set(
    tokenKey: string,
    entry: PendingRequestToken,
    options: { readonly lifetimeSeconds: number },
  ): void | Promise<void>
  /** Returns an entry and leaves it there. */
  get(tokenKey: string): PendingRequestToken | undefined | Promise<PendingRequestToken | undefined>
  /** Returns an entry and deletes it, atomically: of all who ask at the same moment one gets it. */
  take(tokenKey: string): PendingRequestToken | undefined | Promise<PendingRequestToken | undefined>
}
