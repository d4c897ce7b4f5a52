import type { PortalView } from '../portal-context.js'
import { changeFlags } from './change-flags.js'
import { createDecisionView, reviewApplication } from './review-application.js'
import { searchApplications } from './search-applications.js'
import { showAuditLog } from './show-audit-log.js'
import { showGrantsOfApplication, showGrantsOfUser } from './show-grants.js'
import { showQueue } from './show-queue.js'

/** The pages for reviewers, by the parameter `view`. */
export const REVIEWER_VIEWS: ReadonlyMap<string, PortalView> = new Map<string, PortalView>([
  ['list', showQueue],
  ['application', reviewApplication],
  ['accept', createDecisionView('accept')],
  ['reject', createDecisionView('reject')],
  ['cancel', createDecisionView('cancel')],
  ['flags', changeFlags],
  ['grants', showGrantsOfApplication],
  ['user', showGrantsOfUser],
  ['log', showAuditLog],
  ['search', searchApplications],
])
