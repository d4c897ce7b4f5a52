import { assertSucceeded } from './consumer-check.js'
import { getProtocolParameter } from './received-request.js'
import type { ReceivedRequest } from './received-request.js'
import type { Scenario } from './scenario.js'
import type { ClientTask } from './task.js'

// One of three signatures by HMAC-SHA1 contains a plus sign; all of these lack it once in a million runs.
const MAX_REQUESTS = 40

/** Sends requests until a signature with `+` and one with `/` have arrived. Returns the requests. */
export async function fetchUntilPlusAndSlash(
  scenario: Scenario,
  task: Partial<ClientTask> = {},
): Promise<readonly ReceivedRequest[]> {
  for (let count = 0; count < MAX_REQUESTS; count += 1) {
    assertSucceeded(await scenario.fetch(task))
    const signatures = scenario
      .getReceived('resource')
      // A plus sign that was not encoded in a form or query arrives as a space.
      .map((received) =>
        (getProtocolParameter(received, 'oauth_signature') ?? '').replaceAll(' ', '+'),
      )
    if (['+', '/'].every((sought) => signatures.some((sent) => sent.includes(sought)))) break
  }
  return scenario.getReceived('resource')
}
