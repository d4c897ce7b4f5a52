import { OAuthError } from '@oauthplus/core'
import { loadPart } from '@oauthplus/core/internal'

import type * as OnDemand from './on-demand.js'

/**
 * Loads the part of this package that some programs never need.
 *
 * @throws {@link OAuthError} `connection_failed` when loading fails.
 *
 * @internal
 */
export async function loadOnDemand(): Promise<typeof OnDemand> {
  try {
    return await loadPart('flows, redirects and errors', () => import('./on-demand.js'))
  } catch (error) {
    const { message, cause } = error as Error
    throw new OAuthError('connection_failed', message, { cause })
  }
}
