import { expiryBuckets } from './expiry-buckets.js'
import type { AccessTokenRecord, RequestTokenRecord } from './store.js'

/** Tokens of one kind, by their keys. */
export interface TokenMemory<Token> {
  /** Tells whether a key is taken. */
  has(key: string): boolean
  /** Finds a token by its key; a copy. */
  find(key: string): Token | undefined
  /**
   * Saves a copy of a token whose key is free, unless there is no room even without what has
   * expired.
   */
  add(token: Token, nowSeconds: number): 'created' | 'full'
  /** Changes fields of the token that has this key; never its key or its expiry. */
  change(key: string, fields: Omit<Partial<Token>, 'key' | 'expiresAtSeconds'>): void
  /** Forgets the tokens whose last second lies before `nowSeconds`. Returns how many. */
  purge(nowSeconds: number): number
}

/**
 * Creates a memory of tokens. What has expired stays, so that its holder can be told so, until it
 * is purged or its room is needed.
 *
 * @example
 *
 * ```ts
 * const requestTokens = tokenMemory<RequestTokenRecord>(100_000)
 * requestTokens.add(token, token.createdAtSeconds) // 'created'
 * requestTokens.find(token.key) // a copy
 * ```
 *
 * @param maxTokens How many it holds at the most; where they are all live, further ones are
 *   refused.
 *
 * @returns The memory, empty.
 *
 * @see [RFC 5849, section 2](https://www.rfc-editor.org/rfc/rfc5849#section-2)
 */
export function tokenMemory<Token extends RequestTokenRecord | AccessTokenRecord>(
  maxTokens: number,
): TokenMemory<Token> {
  const tokens = new Map<string, Token>()
  const expiries = expiryBuckets()

  function purge(nowSeconds: number): number {
    let forgotten = 0
    for (const keys of expiries.takeExpired(nowSeconds)) {
      for (const key of keys) tokens.delete(key)
      forgotten += keys.size
    }
    return forgotten
  }

  return {
    purge,
    has: (key) => tokens.has(key),
    find(key) {
      const token = tokens.get(key)
      return token && copyOf(token)
    },
    add(token, nowSeconds) {
      if (tokens.size >= maxTokens) purge(nowSeconds)
      if (tokens.size >= maxTokens) return 'full'
      tokens.set(token.key, copyOf(token))
      if (token.expiresAtSeconds !== undefined) expiries.add(token.expiresAtSeconds, token.key)
      return 'created'
    },
    change(key, fields) {
      const token = tokens.get(key)
      if (token) tokens.set(key, { ...token, ...fields })
    },
  }
}

function copyOf<Token extends RequestTokenRecord | AccessTokenRecord>(token: Token): Token {
  return { ...token, scopes: [...token.scopes] }
}
