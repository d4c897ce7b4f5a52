import type { PortalView } from '../portal-context.js'
import { registerApplication } from './register-application.js'
import { showOwnApplications } from './show-own-applications.js'

/** The pages for developers, by the parameter `view`. */
export const DEVELOPER_VIEWS: ReadonlyMap<string, PortalView> = new Map([
  ['list', showOwnApplications],
  ['register', registerApplication],
])
