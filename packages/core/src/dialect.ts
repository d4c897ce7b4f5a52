import type { BaseStringInput } from './base-string-input.js'

/**
 * Functions for a service that departs from the RFC. Each replaces one step; the other steps follow
 * the RFC.
 *
 * @example
 *
 * ```ts
 * // Old WooCommerce: the key has no "&" without a token.
 * const wooCommerceLegacy: Dialect = {
 *   signingKey: (consumerSecret, tokenSecret) =>
 *     tokenSecret === '' ? percentEncode(consumerSecret) : `${percentEncode(consumerSecret)}&${percentEncode(tokenSecret)}`,
 * }
 * ```
 *
 * @see [RFC 5849, section 3.4](https://www.rfc-editor.org/rfc/rfc5849#section-3.4)
 */
export interface Dialect {
  /** Builds the base string in place of section 3.4.1. */
  readonly baseString?: ((input: BaseStringInput) => string) | undefined
  /**
   * Joins the two secrets (the token's is empty if there is no token) in place of section 3.4.2.
   */
  readonly signingKey?: ((consumerSecret: string, tokenSecret: string) => string) | undefined
}
