import { headerValues } from '@oauthplus/core'
import type { CollectedRequest } from '@oauthplus/core'

import { getVaryHeader } from '../refusals/refusal.js'
import type { ProviderRequest } from '../request.js'
import type { ProviderResponse } from '../response.js'
import type { Settings } from '../settings/settings.js'

/**
 * Returns the headers of a response to an authenticated request. Shared caches do not store a response to
 * an Authorization header, and know no other credentials (RFC 5849 section 4.4). If the credentials are
 * elsewhere, `no-store` keeps the response out of caches, with the URL that contains them.
 */
export function createResponseHeaders<User>(
  settings: Settings<User>,
  { headers }: ProviderRequest,
  { source }: CollectedRequest,
): ProviderResponse['headers'] {
  const vary = ['Vary', getVaryHeader(settings)] as const
  const isSeenByCaches =
    source === 'header' &&
    (!settings.allowAlternativeAuthorizationHeader ||
      headerValues(headers, 'authorization').length > 0)
  return isSeenByCaches ? [vary] : [vary, ['Cache-Control', 'no-store']]
}
