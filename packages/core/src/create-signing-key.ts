import type { Dialect } from './dialect.js'
import { percentEncode } from './percent-encode.js'

/**
 * Joins the secrets into the key that shared-secret methods use.
 *
 * @internal
 */
export function createSigningKey(
  consumerSecret: string,
  tokenSecret: string,
  dialect: Dialect | undefined,
): string {
  if (dialect?.signingKey) return dialect.signingKey(consumerSecret, tokenSecret)
  // Section 3.4.2: the "&" is also there if a secret is empty.
  return `${percentEncode(consumerSecret)}&${percentEncode(tokenSecret)}`
}
