import { OAuthError } from '@oauthplus/core'
import type { HeaderList } from '@oauthplus/core'

import type { Settings } from '../settings/settings.js'

const ALTERNATIVE = 'x-oauth1-authorization'

/**
 * Gives the headers of a request with the credentials under Authorization, also where a host has
 * taken that header away and the sender put them under `X-Oauth1-Authorization`. Throws an
 * `OAuthError` where there are both.
 */
export function withAuthorization<User>(
  settings: Pick<Settings<User>, 'alternativeAuthorizationHeader'>,
  headers: HeaderList,
): HeaderList {
  if (!settings.alternativeAuthorizationHeader) return headers
  const names = new Set(headers.map(([name]) => name.toLowerCase()))
  if (!names.has(ALTERNATIVE)) return headers
  if (names.has('authorization')) {
    throw new OAuthError(
      'parameter_rejected',
      'Authorization and X-Oauth1-Authorization stand beside each other.',
    )
  }
  return headers.map(([name, value]) =>
    name.toLowerCase() === ALTERNATIVE ? ['Authorization', value] : [name, value],
  )
}
