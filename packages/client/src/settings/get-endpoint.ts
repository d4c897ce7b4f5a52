import { argumentError } from '@oauthplus/core/internal'

import type { Settings } from './settings.js'

/**
 * Returns the URL of an endpoint that a flow needs.
 *
 * @internal
 */
export function getEndpoint(
  settings: Settings,
  name: 'requestTokenUrl' | 'authorizeUrl' | 'accessTokenUrl',
): string {
  const url = settings[name]
  if (url === undefined)
    throw argumentError(`provider.${name} is required for this flow`, 'ERR_INVALID_ARG_TYPE')
  return url
}
