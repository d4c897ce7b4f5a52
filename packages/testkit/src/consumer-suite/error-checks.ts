import { assertThat } from '../checks/assert-that.js'
import { createCheck, assertFailed } from './consumer-check.js'
import type { ConsumerCheck } from './consumer-check.js'
import { createFormResponse, createResponse } from './scenario.js'

const FLOW = ['three-legged']

/** The errors that the client reports when a Request Token is refused. */
export const errorChecks: readonly ConsumerCheck[] = [
  createCheck(
    {
      id: 'errors.no-secret',
      title: 'Says in no error what the secrets are',
      section: 'RFC 5849 4.5',
      level: 'MAY',
      severity: 'medium',
      needs: FLOW,
    },
    async ({ createScenario }) => {
      const scenario = createScenario({
        responses: { 'request-token': () => createResponse('text/plain', 'No.', 401) },
      })
      const error = assertFailed(await scenario.authorize())
      assertThat(
        !error.includes(scenario.signers.consumer.secret),
        'an error without secrets',
        error,
      )
    },
  ),
  createCheck(
    {
      id: 'errors.problem-in-header',
      title: 'Tells the problem that the provider reports in WWW-Authenticate',
      section: 'Problem Reporting',
      level: 'MAY',
      needs: FLOW,
    },
    async ({ createScenario }) => {
      const header = ['WWW-Authenticate', 'OAuth realm="p", oauth_problem="consumer_key_refused"']
      const refusal = {
        ...createResponse('text/plain', 'No.', 401),
        headers: [header as [string, string]],
      }
      const scenario = createScenario({ responses: { 'request-token': () => refusal } })
      const error = assertFailed(await scenario.authorize())
      assertThat(error.includes('consumer_key_refused'), 'consumer_key_refused in the error', error)
    },
  ),
  createCheck(
    {
      id: 'errors.problem-in-body',
      title: 'Tells the problem that the provider reports in its body',
      section: 'Problem Reporting',
      level: 'MAY',
      needs: FLOW,
    },
    async ({ createScenario }) => {
      const scenario = createScenario({
        responses: {
          'request-token': () =>
            createFormResponse([['oauth_problem', 'consumer_key_refused']], 401),
        },
      })
      const error = assertFailed(await scenario.authorize())
      assertThat(error.includes('consumer_key_refused'), 'consumer_key_refused in the error', error)
    },
  ),
  createCheck(
    {
      id: 'request-token.gives-up',
      title: 'Does not ask again and again where it is refused',
      section: 'RFC 5849 4.10',
      level: 'MAY',
      severity: 'medium',
      needs: FLOW,
    },
    async ({ createScenario }) => {
      const scenario = createScenario({
        responses: { 'request-token': () => createResponse('text/plain', 'No.', 401) },
      })
      assertFailed(await scenario.authorize())
      const attempts = scenario.getReceived('request-token')
      assertThat(attempts.length <= 3, 'at most three attempts', String(attempts.length))
    },
  ),
]
