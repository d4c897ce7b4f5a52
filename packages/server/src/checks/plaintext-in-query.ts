import type { CollectedRequest, OAuthError, SignatureMethod } from '@oauthplus/core'

import { createParameterError } from '../errors/rejected-errors.js'

/** Returns whether the URL of a request contains the secrets, which are the signature under PLAINTEXT. */
export function isPlaintextInQuery(
  { source }: Pick<CollectedRequest, 'source'>,
  method: SignatureMethod | undefined,
): boolean {
  return source === 'query' && method?.name === 'PLAINTEXT'
}

/** Refuses secrets in a URL, because URLs are logged. */
export function createPlaintextInQueryError(): OAuthError {
  return createParameterError('oauth_signature', 'A PLAINTEXT signature must not be in a URL.')
}
