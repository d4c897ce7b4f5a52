import { assertThat } from '../checks/assert-that.js'
import { createCheck, assertFailed, assertSucceeded } from './consumer-check.js'
import type { ConsumerCheck } from './consumer-check.js'
import { NO_RESPONSE } from './mock-provider.js'
import { containsSecret } from './received-request.js'
import { createFormResponse, createResponse } from './scenario.js'

const FLOW = ['three-legged']

/** The errors that the client reports. */
export const errorChecks: readonly ConsumerCheck[] = [
  createCheck(
    {
      id: 'errors.no-secret',
      title: 'Repeats no secret in the error of a request for a request token',
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
      const isThere = containsSecret(error, [scenario.signers.consumer.secret])
      assertThat(!isThere, 'an error without secrets', error)
    },
  ),
  createCheck(
    {
      id: 'errors.no-secret-of-exchange',
      title: 'Repeats no secret in the error of an exchange',
      section: 'RFC 5849 4.5',
      level: 'MAY',
      severity: 'medium',
      needs: FLOW,
    },
    async ({ createScenario }) => {
      const scenario = createScenario({
        responses: { 'access-token': () => createResponse('text/plain', 'No.', 401) },
      })
      const started = assertSucceeded(await scenario.authorize())
      const error = assertFailed(await scenario.handleCallback(started, scenario.approve(started)))
      const secrets = Array.from(scenario.signers.tokens.values(), ({ secret }) => secret)
      const isThere = containsSecret(error, [scenario.signers.consumer.secret, ...secrets])
      assertThat(!isThere, 'an error without secrets', error)
    },
  ),
  createCheck(
    {
      id: 'errors.no-secret-of-fetch',
      title: 'Repeats no secret in the error of a request',
      section: 'RFC 5849 4.5',
      level: 'MAY',
      severity: 'medium',
      needs: ['fetch'],
    },
    async ({ createScenario }) => {
      const responses = [NO_RESPONSE, createResponse('text/plain', 'No.', 401)]
      for (const response of responses) {
        const scenario = createScenario({ responses: { resource: () => response } })
        const { error = '' } = await scenario.fetch()
        const { consumer } = scenario.signers
        const isThere = containsSecret(error, [consumer.secret, scenario.token.secret])
        assertThat(!isThere, 'an error without secrets', error)
      }
    },
  ),
  createCheck(
    {
      id: 'errors.no-private-key',
      title: 'Repeats the private key in no error',
      section: 'RFC 5849 4.5',
      level: 'MAY',
      severity: 'medium',
      needs: [...FLOW, 'rsa-sha1'],
    },
    async ({ createScenario }) => {
      const scenario = createScenario({
        signatureMethod: 'RSA-SHA1',
        responses: { 'request-token': () => createResponse('text/plain', 'No.', 401) },
      })
      const error = assertFailed(await scenario.authorize())
      const lines = (scenario.signers.consumer.privateKey ?? '').split('\n')
      const isThere = containsSecret(error, lines.slice(1, -2))
      assertThat(!isThere, 'an error without the private key', error)
    },
  ),
  createCheck(
    {
      id: 'errors.no-plaintext',
      title: 'Repeats no PLAINTEXT signature in an error',
      section: 'RFC 5849 4.5',
      level: 'MAY',
      severity: 'medium',
      needs: [...FLOW, 'plaintext'],
    },
    async ({ createScenario }) => {
      const scenario = createScenario({
        signatureMethod: 'PLAINTEXT',
        origin: 'secure',
        responses: { 'request-token': () => createResponse('text/plain', 'No.', 401) },
      })
      const error = assertFailed(await scenario.authorize())
      const isThere = containsSecret(error, [scenario.signers.consumer.secret])
      assertThat(!isThere, 'an error without secrets', error)
    },
  ),
  createCheck(
    {
      id: 'errors.problem-in-header',
      title: 'Reports the problem that the provider names in WWW-Authenticate',
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
      title: 'Reports the problem that the provider names in its body',
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
      title: 'Does not repeat a refused request again and again',
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
