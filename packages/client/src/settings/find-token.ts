import { assertArgument } from '@oauthplus/core/internal'

import type { Token, TokenSource } from '../token.js'
import { isToken } from './credential-checks.js'

/**
 * Returns the token of a source. Rejects values that the types forbid, so that an invalid token
 * never results in a request without one.
 *
 * @internal
 */
export async function findToken(source: TokenSource): Promise<Token> {
  return assertToken(typeof source === 'function' ? await source() : source)
}

/**
 * Checks that a value is a token, and copies it.
 *
 * @internal
 */
export function assertToken(token: Token): Token {
  assertArgument('withToken', { token }, isToken)
  return token
}
