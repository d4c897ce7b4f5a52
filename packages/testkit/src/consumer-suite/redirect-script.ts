import { createRedirect } from './scenario.js'
import type { Scenario, Script } from './scenario.js'

/** Returns the address of a redirect. */
export type Target = (scenario: Scenario) => string

/** Creates a script that redirects requests to the origin of the scenario and responds to others. */
export function createRedirectScript(target: Target, status = 302): Script {
  return ({ origin, message }, scenario) => {
    const isMoved = message.target.startsWith('/moved')
    const isAtHome = scenario.base.startsWith('https:') ? origin === 'secure' : origin === 'plain'
    return isMoved || !isAtHome ? undefined : createRedirect(target(scenario), status)
  }
}
