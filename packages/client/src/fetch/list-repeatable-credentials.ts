import type { SignedRequest } from '@oauthplus/core'

import type { Settings } from '../settings/settings.js'

// A custom nonce may be a short number that occurs in any URL.
const MIN_NONCE_LENGTH = 8

/**
 * Returns the values that leak if a server repeats the parameters of a request in a `Location`
 * header: the signature and the nonce. Returns nothing if the credentials were in the Authorization
 * header.
 *
 * @internal
 */
export function listRepeatableCredentials(
  { transmission }: Pick<Settings, 'transmission'>,
  { parameters, signature }: Pick<SignedRequest, 'parameters' | 'signature'>,
): readonly string[] {
  if (transmission !== 'query' && transmission !== 'body') return []
  const [, nonce = ''] = parameters.find(([name]) => name === 'oauth_nonce') ?? []
  return nonce.length < MIN_NONCE_LENGTH ? [signature] : [signature, nonce]
}
