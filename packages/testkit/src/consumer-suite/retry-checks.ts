import { assertThat } from '../checks/assert-that.js'
import type { WireResponse } from '../wire/exchange.js'
import { createCheck, formatValue } from './consumer-check.js'
import type { ConsumerCheck, ConsumerContext } from './consumer-check.js'
import { NO_RESPONSE } from './mock-provider.js'
import {
  assertNoncesDiffer,
  assertSigned,
  findCredentials,
  getProtocolParameter,
} from './received-request.js'
import type { Endpoint } from './received-request.js'
import { createFormResponse, createResponse } from './scenario.js'
import type { Scenario, ScenarioOptions } from './scenario.js'

const ENDPOINTS: readonly (readonly [endpoint: Endpoint, what: string, feature: string])[] = [
  ['request-token', 'the request for a request token', 'three-legged'],
  ['access-token', 'the exchange', 'three-legged'],
  ['resource', 'a signed request', 'fetch'],
]
const FAILURES: readonly WireResponse[] = [
  createResponse('text/plain', 'Sorry.', 500),
  createProblem('nonce_used'),
  createResponse('text/plain', 'No.', 401),
  { status: 503, headers: [['Retry-After', '0']], body: '' },
  { status: 429, headers: [['Retry-After', '0']], body: '' },
]
const REFUSALS: readonly WireResponse[] = [
  createProblem('signature_method_rejected'),
  createProblem('signature_invalid'),
  createResponse('text/plain', 'No.', 401),
  createResponse('text/plain', 'No.', 400),
]
const METHODS: readonly (readonly [signatureMethod: string, feature: string | undefined])[] = [
  ['HMAC-SHA1', undefined],
  ['HMAC-SHA256', 'hmac-sha256'],
  ['HMAC-SHA512', 'hmac-sha512'],
  ['RSA-SHA1', 'rsa-sha1'],
  ['RSA-SHA256', 'rsa-sha256'],
]
// Some clients only retry a second time.
const FAILED_RESPONSES = 2

/** Checks of the request after a failure: a retry is a new request, section 3.3, as strong as the first. */
export const retryChecks: readonly ConsumerCheck[] = [
  ...ENDPOINTS.map(([endpoint, what, feature]) =>
    createCheck(
      {
        id: `retry.${endpoint}`,
        title: `Signs ${what} again, with a new nonce, if it sends it again`,
        section: 'RFC 5849 3.3',
        severity: 'medium',
        needs: [feature],
      },
      async (context) => {
        for (const failure of FAILURES) await assertRetriesSigned(context, endpoint, failure)
      },
    ),
  ),
  createCheck(
    {
      id: 'retry.connection-lost',
      title: 'Signs a request again, with a new nonce, if it sends it again without a response',
      section: 'RFC 5849 3.3',
      // An HTTP library may repeat a request by itself, RFC 9110 section 9.2.2.
      level: 'SHOULD',
      needs: ['fetch'],
    },
    (context) => assertRetriesSigned(context, 'resource', NO_RESPONSE),
  ),
  ...ENDPOINTS.map(([endpoint, what, feature]) =>
    createCheck(
      {
        id: `retry.${endpoint}-method`,
        title: `Signs ${what} by no other method after a refusal`,
        section: 'RFC 5849 3.4',
        level: 'MAY',
        severity: 'high',
        needs: [feature],
      },
      async (context) => {
        const methods = METHODS.filter(
          ([, needed]) => needed === undefined || context.features.has(needed),
        )
        for (const [signatureMethod] of methods) {
          for (const origin of ['plain', 'secure'] as const) {
            for (const refusal of REFUSALS) {
              const options = { signatureMethod, origin }
              const scenario = await request(context, { endpoint, options, respond: () => refusal })
              assertMethod(scenario, signatureMethod)
            }
          }
        }
      },
    ),
  ),
]

function createProblem(problem: string): WireResponse {
  const { headers, ...response } = createFormResponse([['oauth_problem', problem]], 401)
  const challenge = `OAuth realm="photos", oauth_problem="${problem}"`
  return { ...response, headers: [...headers, ['WWW-Authenticate', challenge]] }
}

async function assertRetriesSigned(
  context: ConsumerContext,
  endpoint: Endpoint,
  failure: WireResponse,
): Promise<void> {
  const scenario = await request(context, {
    endpoint,
    respond: ({ getReceived }) =>
      getReceived(endpoint).length > FAILED_RESPONSES ? undefined : failure,
  })
  const requests = scenario.getReceived(endpoint)
  scenario.getFirst(endpoint)
  assertNoncesDiffer(requests)
  for (const received of requests) assertSigned(received, scenario.signers)
}

/** Asserts that every request with credentials is signed by the method of its task. */
function assertMethod({ received }: Scenario, signatureMethod: string): void {
  for (const request of received) {
    if (findCredentials(request, []) === undefined) continue
    const sent = getProtocolParameter(request, 'oauth_signature_method')
    assertThat(sent === signatureMethod, formatValue(signatureMethod), formatValue(sent))
  }
}

/** Lets the client send a request to an endpoint. */
async function request(
  { createScenario }: ConsumerContext,
  {
    endpoint,
    respond,
    options,
  }: {
    readonly endpoint: Endpoint
    readonly respond: (scenario: Scenario) => WireResponse | undefined
    readonly options?: ScenarioOptions
  },
): Promise<Scenario> {
  const scenario = createScenario({
    ...options,
    responses: { [endpoint]: (_received: unknown, current: Scenario) => respond(current) },
  })
  if (endpoint === 'resource') await scenario.fetch()
  else {
    const started = await scenario.authorize()
    if (started.error === undefined && endpoint === 'access-token') {
      await scenario.handleCallback(started, scenario.approve(started))
    }
  }
  return scenario
}
