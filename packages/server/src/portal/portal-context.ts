import type { VisitorRequest } from '../authorization/visitor-request.js'
import type { PageWords } from '../pages/page-words.js'
import type { PortalWords } from '../pages/portal-words.js'
import type { ProviderResponse } from '../response.js'
import type { Visitor } from '../results.js'
import type { PortalSettings } from '../settings/portal-settings.js'
import type { Settings } from '../settings/settings.js'
import type { PortalManagement } from './create-portal.js'

/** A request for a page of the portal, and who looks at it. */
export interface PortalContext<User> extends PortalManagement {
  readonly settings: Settings<User>
  readonly portal: PortalSettings<User>
  readonly section: 'developer' | 'reviewer'
  /** The request. `readPortalForm` reads its form. */
  readonly request: VisitorRequest
  readonly visitor: Visitor
  readonly user: User
  readonly userId: string
  readonly mayRegister: boolean
  readonly mayReview: boolean
  readonly words: PortalWords
  readonly pageWords: PageWords
}

/** Responds to a request for one page of the portal. Throws an `OAuthError` for a refusal. */
export type PortalView = <User>(context: PortalContext<User>) => Promise<ProviderResponse>
