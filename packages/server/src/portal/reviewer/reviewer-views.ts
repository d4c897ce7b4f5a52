import type { PortalView } from '../portal-context.js'
import { showQueue } from './show-queue.js'

/** The pages for reviewers, by the parameter `view`. */
export const REVIEWER_VIEWS: ReadonlyMap<string, PortalView> = new Map([['list', showQueue]])
