import type { HeaderList } from '@oauthplus/core'

import type { Settings } from '../settings/settings.js'

const ALTERNATIVE = 'x-oauth1-authorization'

/**
 * Returns the headers of a request with the credentials under Authorization, also if a host has
 * taken that header away and the sender put them under `X-Oauth1-Authorization`. If there are
 * both, there are two Authorization headers then, which is refused like any two.
 */
export function restoreAuthorization<User>(
  settings: Pick<Settings<User>, 'allowAlternativeAuthorizationHeader'>,
  headers: HeaderList,
): HeaderList {
  if (!settings.allowAlternativeAuthorizationHeader) return headers
  return headers.map(([name, value]) =>
    name.toLowerCase() === ALTERNATIVE ? ['Authorization', value] : [name, value],
  )
}
