import type { SignedRequest } from '@oauthplus/core'

import type { Settings } from '../settings/settings.js'

// A nonce of one's own may be a number, which any URL shows.
const MIN_NONCE_LENGTH = 8

/**
 * Returns what a server that repeats the parameters of a request in a `Location` would give away: the
 * signature and the nonce; nothing if the credentials went in the header.
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
