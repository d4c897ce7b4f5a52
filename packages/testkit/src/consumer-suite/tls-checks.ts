import { assertThat } from '../checks/assert-that.js'
import { assertFailed, createCheck } from './consumer-check.js'
import type { ConsumerCheck } from './consumer-check.js'

const RULE = { section: 'RFC 5849 4.3', level: 'MAY', severity: 'critical' } as const

/** TLS, which authenticates the provider: section 4.3. */
export const tlsChecks: readonly ConsumerCheck[] = [
  createCheck(
    {
      ...RULE,
      id: 'tls.untrusted',
      title: 'Sends nothing to a server whose certificate nobody trusts',
      needs: ['fetch'],
    },
    async ({ createScenario }) => {
      const scenario = createScenario({ origin: 'untrusted' })
      const result = await scenario.fetch()
      assertThat(scenario.received.length === 0, 'no request', 'a request')
      assertFailed(result)
    },
  ),
  createCheck(
    {
      ...RULE,
      id: 'tls.untrusted-token',
      title: 'Requests no token from a server whose certificate nobody trusts',
      needs: ['three-legged'],
    },
    async ({ createScenario }) => {
      const scenario = createScenario({ origin: 'untrusted' })
      const result = await scenario.authorize()
      assertThat(scenario.received.length === 0, 'no request', 'a request')
      assertFailed(result)
    },
  ),
  createCheck(
    {
      ...RULE,
      id: 'tls.other-host',
      title: 'Sends nothing to a server with the certificate of another host',
      needs: ['fetch', 'a second loopback address of this machine'],
    },
    async ({ createScenario }) => {
      const scenario = createScenario({ origin: 'misnamed' })
      const result = await scenario.fetch()
      assertThat(scenario.received.length === 0, 'no request', 'a request')
      assertFailed(result)
    },
  ),
]
