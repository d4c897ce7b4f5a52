import { createExpiryBuckets } from './expiry-buckets.js'
import { createKeyIndex } from './key-index.js'
import type { TokenPacking } from './token-packing.js'
import { selectPage } from '../store/select-page.js'
import type { AccessTokenFilter, PageRequest } from '../store/store.js'
import type { AccessTokenRecord, RequestTokenRecord } from '../store/token-records.js'

/** How many tokens a memory can contain. */
interface TokenBounds {
  /** How many of all consumers. */
  readonly maxTokens: number
  /** How many of one consumer. */
  readonly maxTokensPerConsumer: number
}

/** The differences between the two kinds of token. */
interface TokenKind<Token, Packed> {
  /** How they are kept. */
  readonly packing: TokenPacking<Token, Packed>
  /** Gives the last second in which a token is needed, if there is one. */
  getLastSecond(token: Token): number | undefined
}

/** Tokens of one kind, by their keys. */
export interface TokenMemory<Token> {
  /** Returns whether a key is taken. */
  has(key: string): boolean
  /** Finds a token by its key; a copy. */
  find(key: string): Token | undefined
  /** Finds the tokens of a consumer, of a user, or of both; of everyone without either. Copies. */
  listIssuedTo(filter: AccessTokenFilter): readonly Token[]
  /** Finds a page of those, by the order of their keys; copies. */
  list(filter: AccessTokenFilter & PageRequest, isListed: (token: Token) => boolean): Token[]
  /**
   * Saves a copy of a token whose key is free, unless there is no room even without what has
   * expired.
   */
  add(token: Token, nowSeconds: number): 'created' | 'full' | 'consumer_full'
  /** Changes fields of the token that has this key; never its key or its consumer. */
  change(key: string, fields: Omit<Partial<Token>, 'key' | 'consumerKey'>): void
  /** Forgets the token that has this key. */
  remove(key: string): void
  /** Forgets the tokens whose last second lies before `nowSeconds`. Returns how many. */
  purge(nowSeconds: number): number
}

/**
 * Creates a memory of tokens. An expired token stays, so that its owner learns that it expired, until it
 * is purged or its room is needed.
 *
 * @example
 *
 * ```ts
 * const requestTokens = createTokenMemory(bounds, {
 *   packing: REQUEST_TOKEN_PACKING,
 *   getLastSecond: (token) => token.expiresAtSeconds,
 * })
 * requestTokens.add(token, token.createdAtSeconds) // 'created'
 * requestTokens.find(token.key) // a copy
 * ```
 *
 * @param bounds How many it contains at most, of all consumers and of one; if they are all
 *   live, further ones are refused.
 * @param kind `packing`: how the tokens are kept; `getLastSecond`: gives the last second in which a token is
 *   needed, if there is one.
 *
 * @returns The memory, empty.
 *
 * @see [RFC 5849, section 2](https://www.rfc-editor.org/rfc/rfc5849#section-2)
 */
export function createTokenMemory<Token extends RequestTokenRecord | AccessTokenRecord, Packed>(
  { maxTokens, maxTokensPerConsumer }: TokenBounds,
  { packing, getLastSecond }: TokenKind<Token, Packed>,
): TokenMemory<Token> {
  const tokens = new Map<string, Packed>()
  const byConsumer = createKeyIndex()
  const byUser = createKeyIndex()
  const expiries = createExpiryBuckets(() => new Set<string>())

  function find(key: string): Token | undefined {
    const packed = tokens.get(key)
    return packed === undefined ? undefined : packing.unpack(key, packed)
  }

  function put(token: Token): void {
    const { key } = token
    const before = find(key)
    const lastSecond = getLastSecond(token)
    if (before && before.userId !== token.userId) byUser.remove(before.userId, key)
    if (before && getLastSecond(before) !== lastSecond) forgetExpiry(before)
    tokens.set(key, packing.pack(token))
    byConsumer.add(token.consumerKey, key)
    byUser.add(token.userId, key)
    if (lastSecond !== undefined) expiries.getBucket(lastSecond).add(key)
  }

  function forgetExpiry(token: Token): void {
    const lastSecond = getLastSecond(token)
    if (lastSecond === undefined) return
    const bucket = expiries.getBucket(lastSecond)
    bucket.delete(token.key)
    if (bucket.size === 0) expiries.remove(lastSecond)
  }

  /** Forgets a token that has left the index of expiries. */
  function forget(token: Token): void {
    tokens.delete(token.key)
    byConsumer.remove(token.consumerKey, token.key)
    byUser.remove(token.userId, token.key)
  }

  function remove(key: string): void {
    const token = find(key)
    if (!token) return
    forgetExpiry(token)
    forget(token)
  }

  function purge(nowSeconds: number): number {
    const sizeBefore = tokens.size
    for (const keys of expiries.takeExpired(nowSeconds)) {
      for (const key of keys) {
        const token = find(key)
        if (token) forget(token)
      }
    }
    return sizeBefore - tokens.size
  }

  function listIssuedTo({ consumerKey, userId }: AccessTokenFilter): readonly Token[] {
    const keys =
      userId !== undefined
        ? byUser.getKeys(userId)
        : consumerKey !== undefined
          ? byConsumer.getKeys(consumerKey)
          : tokens.keys()
    return [...keys].flatMap((key) => {
      const token = find(key)
      return token && (consumerKey === undefined || token.consumerKey === consumerKey)
        ? [token]
        : []
    })
  }

  return {
    purge,
    remove,
    listIssuedTo,
    has: (key) => tokens.has(key),
    find,
    list: (filter, isListed) => selectPage(listIssuedTo(filter).filter(isListed), filter),
    add(token, nowSeconds) {
      if (tokens.size >= maxTokens) purge(nowSeconds)
      if (tokens.size >= maxTokens) return 'full'
      if (byConsumer.countKeys(token.consumerKey) >= maxTokensPerConsumer) purge(nowSeconds)
      if (byConsumer.countKeys(token.consumerKey) >= maxTokensPerConsumer) return 'consumer_full'
      put(token)
      return 'created'
    },
    change(key, fields) {
      const token = find(key)
      if (token) put({ ...token, ...fields })
    },
  }
}
