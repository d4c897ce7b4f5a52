import type { PortalView } from '../portal-context.js'
import { editApplication } from './edit-application.js'
import { manageOwnTokens } from './manage-own-tokens.js'
import { registerApplication } from './register-application.js'
import { rotateCredentials } from './rotate-credentials.js'
import { showOwnApplication } from './show-own-application.js'
import { showOwnApplications } from './show-own-applications.js'
import { showUsage } from './show-usage.js'
import { signInConsole } from './sign-in-console.js'
import { withdrawApplication } from './withdraw-application.js'

/** The pages for developers, by the parameter `view`. */
export const DEVELOPER_VIEWS: ReadonlyMap<string, PortalView> = new Map([
  ['list', showOwnApplications],
  ['register', registerApplication],
  ['application', showOwnApplication],
  ['edit', editApplication],
  ['rotate', rotateCredentials],
  ['withdraw', withdrawApplication],
  ['usage', showUsage],
  ['tokens', manageOwnTokens],
  ['console', signInConsole],
])
