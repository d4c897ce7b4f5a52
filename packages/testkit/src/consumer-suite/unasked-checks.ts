import { assertThat } from '../checks/assert-that.js'
import { Deviation } from '../checks/deviation.js'
import { getHeaderValues } from '../reference/index.js'
import { assertSucceeded, createCheck, createFetchCheck } from './consumer-check.js'
import type { ConsumerCheck, ConsumerContext } from './consumer-check.js'
import {
  assertNoncesDiffer,
  assertSigned,
  findCredentials,
  getContent,
  getProtocolParameter,
  hasSecret,
} from './received-request.js'
import type { ReceivedRequest } from './received-request.js'
import { createRandomString, createResponse, getToken } from './scenario.js'
import type { Scenario, ScenarioOptions } from './scenario.js'

const FLOW = ['three-legged']

/** Runs a flow, and uses the access token if the client sends requests. */
async function runAll(
  { createScenario, features }: ConsumerContext,
  options?: ScenarioOptions,
): Promise<Scenario> {
  const scenario = createScenario(options)
  const { token } = await scenario.runFlow()
  if (features.has('fetch')) assertSucceeded(await scenario.fetch({ token }))
  return scenario
}

function getSecrets({ signers }: Scenario): readonly string[] {
  const tokens = Array.from(signers.tokens.values(), ({ secret }) => secret)
  return [signers.consumer.secret, ...tokens]
}

/** Asserts that the Host header is the authority of the URL. */
function assertHost({ message }: ReceivedRequest, base: string): void {
  const { host } = new URL(base)
  const sent = getHeaderValues(message, 'host')
  const isRight = sent.length === 1 && sent[0]?.toLowerCase() === host
  assertThat(isRight, `one header Host: ${host}`, sent.join(' and ') || 'none')
}

/** Checks for data that a client sends without being asked, or that no request may contain. */
export const unaskedChecks: readonly ConsumerCheck[] = [
  createCheck(
    {
      id: 'flow.no-secret',
      title: 'Sends no secret in a URL, a header or a body of a whole flow',
      section: 'RFC 5849 4.5',
      level: 'MAY',
      severity: 'critical',
      needs: FLOW,
    },
    async (context) => {
      const scenario = await runAll(context)
      const secrets = getSecrets(scenario)
      const found = scenario.received.find((received) => hasSecret(received, secrets))
      assertThat(
        found === undefined,
        'requests without secrets',
        `a secret in ${found?.message.method ?? ''} ${found?.message.target ?? ''}`,
      )
    },
  ),
  createCheck(
    {
      id: 'flow.all-signed',
      title: 'Signs every request with credentials in a whole flow, each with a new nonce',
      section: 'RFC 5849 3.1',
      severity: 'medium',
      needs: FLOW,
    },
    async (context) => {
      const scenario = await runAll(context)
      const requests = scenario.received.filter(
        (received) => findCredentials(received, []) !== undefined,
      )
      for (const received of requests) assertSigned(received, scenario.signers)
      assertNoncesDiffer(requests)
      const methods = requests.map((received) =>
        getProtocolParameter(received, 'oauth_signature_method'),
      )
      assertThat(
        methods.every((method) => method === 'HMAC-SHA1'),
        'HMAC-SHA1 in each request',
        methods.join(', '),
      )
    },
  ),
  createCheck(
    {
      id: 'flow.host',
      title: 'Sends each request of a flow with the Host of its URL',
      section: 'RFC 5849 3.4.1.2',
      needs: FLOW,
    },
    async (context) => {
      const { getReceived, base } = await runAll(context)
      const requests = [...getReceived('request-token'), ...getReceived('access-token')]
      for (const request of requests) assertHost(request, base)
    },
  ),
  createCheck(
    {
      id: 'flow.user-decides',
      title: 'Leaves the authorization page to the user’s browser',
      section: 'RFC 5849 2.2',
      level: 'SHOULD',
      needs: FLOW,
    },
    async (context) => {
      const { received } = await runAll(context)
      const own = received.find(({ message }) => message.target.startsWith('/oauth/authorize'))
      assertThat(
        own === undefined,
        'no request for the page from the client',
        `${own?.message.method ?? ''} ${own?.message.target ?? ''}`,
      )
    },
  ),
  createFetchCheck(
    {
      id: 'request.host',
      title: 'Sends a request with the Host of its URL, which it signs',
      section: 'RFC 5849 3.4.1.2',
    },
    (received, { base }) => {
      assertHost(received, base)
    },
  ),
  createCheck(
    {
      id: 'flow.sent-once',
      title: 'Sends each of the two token requests once if it succeeds',
      section: 'RFC 5849 2',
      level: 'SHOULD',
      needs: FLOW,
    },
    async ({ createScenario }) => {
      const scenario = createScenario()
      await scenario.runFlow()
      for (const endpoint of ['request-token', 'access-token'] as const) {
        const { length } = scenario.getReceived(endpoint)
        assertThat(length === 1, `one request for the ${endpoint}`, `${length} requests`)
      }
    },
  ),
  createCheck(
    {
      id: 'request.two-legged-after-token',
      title: 'Sends no token of an earlier request with a request without a token',
      section: 'RFC 5849 3.1',
      severity: 'high',
      needs: ['fetch', 'two-legged'],
    },
    async ({ createScenario }) => {
      const scenario = createScenario()
      assertSucceeded(await scenario.fetch())
      await scenario.fetch({ token: undefined })
      const [, second] = scenario.getReceived('resource')
      if (second === undefined) throw new Deviation('a second request', 'none')
      const sent = getToken(second)
      assertThat(!sent, 'no oauth_token, or an empty one', sent ?? '')
      assertSigned(second, scenario.signers)
    },
  ),
  createCheck(
    {
      id: 'request.refused',
      title: 'Reports the status of a refusal, or an error',
      section: 'RFC 5849 3.2',
      level: 'SHOULD',
      needs: ['fetch'],
    },
    async ({ createScenario }) => {
      for (const status of [401, 403, 500]) {
        const refusal = createResponse('text/plain', 'No.', status)
        const scenario = createScenario({ responses: { resource: () => refusal } })
        const result = await scenario.fetch()
        const isReported = result.error !== undefined || result.status === status
        assertThat(isReported, `status ${status} or an error`, `status ${result.status ?? 'none'}`)
      }
    },
  ),
  createFetchCheck(
    {
      id: 'request.sent-once',
      title: 'Sends a request once if it succeeds',
      section: 'RFC 5849 3.3',
      level: 'SHOULD',
    },
    (_received, scenario) => {
      const sent = scenario.received.filter(
        (received) => findCredentials(received, []) !== undefined,
      )
      assertThat(sent.length === 1, 'one request with credentials', `${sent.length} requests`)
    },
  ),
  createCheck(
    {
      id: 'request.other-token',
      title: 'Signs each request with the token of its task',
      section: 'RFC 5849 3.1',
      severity: 'high',
      needs: ['fetch'],
    },
    async ({ createScenario }) => {
      const scenario = createScenario()
      const tokens = ['one', 'two', 'three', 'four'].map((key) => ({
        key,
        secret: createRandomString('access-secret'),
      }))
      const known = new Map(tokens.map((token) => [token.key, token]))
      await Promise.all(tokens.map((token) => scenario.fetch({ token, query: `as=${token.key}` })))
      const received = scenario.getReceived('resource')
      assertThat(received.length >= tokens.length, '4 requests', String(received.length))
      for (const request of received) {
        const [[, expected] = []] = getContent(request).query
        const sent = getProtocolParameter(request, 'oauth_token')
        assertThat(sent === expected, expected ?? '', sent ?? 'none')
        assertSigned(request, { ...scenario.signers, tokens: known })
      }
    },
  ),
]
