import { loadPart } from '@oauthplus/core/internal'

import { assertVisit } from '../authorization/assert-visit.js'
import type { Consumers } from '../management/consumers.js'
import type { Tokens } from '../management/tokens.js'
import type { ProviderRequest } from '../request.js'
import type { ProviderResponse } from '../response.js'
import type { Visitor } from '../results.js'
import type { Settings } from '../settings/settings.js'

/** The pages for developers and reviewers. */
export interface Portal {
  /** Responds with the pages on which developers register and manage their applications. */
  respondDeveloper(request: ProviderRequest, visitor: Visitor): Promise<ProviderResponse>
  /** Responds with the pages on which reviewers accept applications and manage all of them. */
  respondReviewer(request: ProviderRequest, visitor: Visitor): Promise<ProviderResponse>
}

/** The records that the pages manage. */
export interface PortalManagement {
  readonly consumers: Consumers
  readonly tokens: Tokens
}

/** Creates the pages for developers and reviewers, whose code the first request loads. */
export function createPortal<User>(settings: Settings<User>, management: PortalManagement): Portal {
  const respond = async (
    section: 'developer' | 'reviewer',
    ...[request, visitor]: Parameters<Portal['respondDeveloper']>
  ): Promise<ProviderResponse> => {
    const { respondPortal } = await loadPart('the portal', () => import('./respond-portal.js'))
    return respondPortal(settings, management, { section, request, visitor })
  }
  return {
    async respondDeveloper(request, visitor) {
      assertVisit('portal.respondDeveloper', request, visitor)
      return respond('developer', request, visitor)
    },
    async respondReviewer(request, visitor) {
      assertVisit('portal.respondReviewer', request, visitor)
      return respond('reviewer', request, visitor)
    },
  }
}
