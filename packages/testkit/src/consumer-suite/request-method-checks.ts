import { assertThat } from '../checks/assert-that.js'
import { NotApplicable } from '../checks/not-applicable.js'
import { createCheck } from './consumer-check.js'
import type { ConsumerCheck } from './consumer-check.js'
import { assertSigned } from './received-request.js'

/** The request method, which is signed: section 3.4.1.1. */
export const requestMethodChecks: readonly ConsumerCheck[] = [
  createCheck(
    {
      id: 'method.lower-case',
      title: 'Signs the method in capitals, as it is sent',
      section: 'RFC 5849 3.4.1.1',
      needs: ['fetch'],
    },
    async ({ createScenario }) => {
      const scenario = createScenario()
      const result = await scenario.fetch({ method: 'get', query: 'x=1' })
      // HTTP methods are case-sensitive, so a client may refuse "get" or send it as it is.
      if (scenario.received.length === 0) throw new NotApplicable('the client does not send "get"')
      assertSigned(scenario.getFirst('resource', result), scenario.signers)
    },
  ),
  createCheck(
    {
      id: 'method.delete',
      title: 'Signs a DELETE without a body',
      section: 'RFC 5849 3.4.1.1',
      needs: ['fetch'],
    },
    async ({ createScenario }) => {
      const scenario = createScenario()
      const result = await scenario.fetch({ method: 'DELETE', query: 'x=1' })
      if (result.error !== undefined && scenario.received.length === 0) {
        throw new NotApplicable(`the client does not send DELETE: ${result.error}`)
      }
      const received = scenario.getFirst('resource', result)
      assertThat(received.message.method === 'DELETE', 'DELETE', received.message.method)
      assertSigned(received, scenario.signers)
    },
  ),
  createCheck(
    {
      id: 'method.post-empty',
      title: 'Signs a POST without a body',
      section: 'RFC 5849 3.4.1.1',
      needs: ['fetch'],
    },
    async ({ createScenario }) => {
      const scenario = createScenario()
      const task = { method: 'POST', query: 'x=1' }
      const received = scenario.getFirst('resource', await scenario.fetch(task))
      assertSigned(received, scenario.signers)
    },
  ),
]
