import { assertThat } from '../checks/assert-that.js'
import { Deviation } from '../checks/deviation.js'
import { createCheck } from './consumer-check.js'
import type { ConsumerCheck } from './consumer-check.js'
import { findCredentials, assertSigned, getProtocolParameter } from './received-request.js'
import type { Endpoint } from './received-request.js'
import { CALLBACK, createRedirect } from './scenario.js'
import type { Scenario, ScenarioOptions, Script } from './scenario.js'

const SECTION = 'RFC 5849 4.3'
const NONCE = 'RFC 5849 3.3'
const MAX_REDIRECTS = 40

type Target = (scenario: Scenario) => string

const getOtherOriginUrl: Target = ({ origins }) => `${origins.other}/moved`
const getMovedUrl: Target = ({ base }) => `${base}/moved?x=1%202`
const getPlainUrl: Target = ({ origins }) => `${origins.plain}/moved`

/** Creates a script that redirects requests to the origin of the scenario and responds to others. */
function createRedirectScript(target: Target, status = 302): Script {
  return ({ origin, message }, scenario) => {
    const isMoved = message.target.startsWith('/moved')
    const isAtHome = scenario.base.startsWith('https:') ? origin === 'secure' : origin === 'plain'
    return isMoved || !isAtHome ? undefined : createRedirect(target(scenario), status)
  }
}

/** Creates a check that no request with credentials arrives at the target of a redirect. */
function createLeakCheck(
  [id, title]: readonly [id: string, title: string],
  script: { readonly endpoint: Endpoint; readonly target: Target; readonly status?: number },
  { needs, ...options }: ScenarioOptions & { readonly needs: readonly string[] },
): ConsumerCheck {
  const severity = options.signatureMethod === 'PLAINTEXT' ? 'critical' : 'high'
  const rule = { id: `redirect.${id}`, title, section: SECTION, level: 'MAY', severity } as const
  return createCheck({ ...rule, needs }, async ({ createScenario }) => {
    const { endpoint, target, status } = script
    const scenario = createScenario({
      ...options,
      responses: { [endpoint]: createRedirectScript(target, status) },
    })
    if (endpoint === 'resource') await scenario.fetch()
    else {
      const started = await scenario.authorize()
      // A client that refuses the redirect has no token to continue with.
      if (started.error === undefined && endpoint === 'access-token') {
        await scenario.handleCallback(started, scenario.approve(started))
      }
    }
    scenario.getFirst(endpoint)
    for (const received of scenario.received) {
      const isThere = received.message.target.startsWith('/moved')
      const found = isThere ? findCredentials(received, []) : undefined
      if (found !== undefined) {
        throw new Deviation('no credentials at the target of the redirect', found)
      }
    }
  })
}

/** Sends a request that is redirected within the origin. `second` is the request at the target, if there is one. */
async function followRedirect(scenario: Scenario): Promise<{
  readonly first: Scenario['received'][number]
  readonly second: Scenario['received'][number] | undefined
}> {
  await scenario.fetch()
  const [first, second] = scenario.received
  if (first === undefined) throw new Deviation('a request', 'none')
  return { first, second }
}

/** Redirects, which the RFC does not mention: a signature is for one request, and credentials are for one origin. */
export const redirectChecks: readonly ConsumerCheck[] = [
  createLeakCheck(
    [
      'request-token',
      'Sends nobody its credentials to whom the request for a Request Token is redirected',
    ],
    { endpoint: 'request-token', target: getOtherOriginUrl },
    { needs: ['three-legged'] },
  ),
  createLeakCheck(
    ['request-token-307', 'Neither so where status 307 keeps the POST'],
    { endpoint: 'request-token', target: getOtherOriginUrl, status: 307 },
    { needs: ['three-legged'] },
  ),
  createLeakCheck(
    ['access-token', 'Sends nobody its credentials to whom the exchange is redirected'],
    { endpoint: 'access-token', target: getOtherOriginUrl, status: 307 },
    { needs: ['three-legged'] },
  ),
  createLeakCheck(
    ['resource', 'Sends no credentials to another origin to which a resource redirects'],
    { endpoint: 'resource', target: getOtherOriginUrl },
    { needs: ['fetch'] },
  ),
  createLeakCheck(
    ['resource-307', 'Neither so by status 307'],
    { endpoint: 'resource', target: getOtherOriginUrl, status: 307 },
    { needs: ['fetch'] },
  ),
  createLeakCheck(
    ['resource-protocol-relative', 'Neither so where the address begins with //'],
    {
      endpoint: 'resource',
      target: (scenario) => getOtherOriginUrl(scenario).replace('http:', ''),
    },
    { needs: ['fetch'] },
  ),
  createLeakCheck(
    ['to-http', 'Sends no credentials over http where https redirects there'],
    { endpoint: 'resource', target: getPlainUrl },
    { needs: ['fetch'], origin: 'secure' },
  ),
  createLeakCheck(
    ['token-to-http', 'Asks for no token over http where https redirects there'],
    { endpoint: 'request-token', target: getPlainUrl },
    { needs: ['three-legged'], origin: 'secure' },
  ),
  createLeakCheck(
    ['plaintext', 'Sends no PLAINTEXT to another origin to which a resource redirects'],
    { endpoint: 'resource', target: getPlainUrl },
    { needs: ['fetch', 'plaintext'], origin: 'secure', signatureMethod: 'PLAINTEXT' },
  ),
  createCheck(
    {
      id: 'redirect.signed-anew',
      title: 'Signs anew what it sends where a redirect within the origin leads, if it follows',
      section: 'RFC 5849 3.4.1',
      needs: ['fetch'],
    },
    async ({ createScenario }) => {
      const scenario = createScenario({
        responses: { resource: createRedirectScript(getMovedUrl) },
      })
      const { second } = await followRedirect(scenario)
      if (second !== undefined) assertSigned(second, scenario.signers)
    },
  ),
  createCheck(
    {
      id: 'redirect.new-nonce',
      title: 'Uses a new nonce for it',
      section: NONCE,
      needs: ['fetch'],
    },
    async ({ createScenario }) => {
      const scenario = createScenario({
        responses: { resource: createRedirectScript(getMovedUrl) },
      })
      const { first, second } = await followRedirect(scenario)
      if (second === undefined) return
      const nonces = [first, second].map(
        (received) => getProtocolParameter(received, 'oauth_nonce') ?? '',
      )
      assertThat(nonces[0] !== nonces[1], 'two nonces', nonces.join(', '))
    },
  ),
  createCheck(
    {
      id: 'redirect.relative',
      title: 'Understands a relative address, if it follows',
      section: 'RFC 9110 10.2.2',
      level: 'SHOULD',
      needs: ['fetch'],
    },
    async ({ createScenario }) => {
      const scenario = createScenario({
        responses: { resource: createRedirectScript(() => '/moved?y=2') },
      })
      const { status, error } = await scenario.fetch()
      const isHanded = scenario.received.length > 1 || status === 302
      assertThat(
        isHanded,
        'the redirect followed, or its status 302',
        error ?? `status ${status ?? 0}`,
      )
    },
  ),
  createCheck(
    {
      id: 'redirect.token-parameters',
      title:
        'Sends oauth_callback again where the request for a Request Token is redirected, if it follows',
      section: 'RFC 5849 2.1',
      needs: ['three-legged'],
    },
    async ({ createScenario }) => {
      const scenario = createScenario({
        responses: { 'request-token': createRedirectScript(getMovedUrl) },
      })
      await scenario.authorize()
      const [, second] = scenario.received
      if (second === undefined) return
      const sent = getProtocolParameter(second, 'oauth_callback') ?? 'none'
      assertThat(sent === CALLBACK, `oauth_callback ${CALLBACK}`, sent)
      assertSigned(second, scenario.signers)
    },
  ),
  createCheck(
    {
      id: 'redirect.endless',
      title: 'Gives up where redirects never end',
      section: 'RFC 9110 15.4',
      level: 'SHOULD',
      needs: ['fetch'],
    },
    async ({ createScenario }) => {
      const scenario = createScenario({
        responses: {
          resource: (_received, { base, received }) =>
            received.length > MAX_REDIRECTS
              ? undefined
              : createRedirect(`${base}/api/photos?n=${received.length}`),
        },
      })
      await scenario.fetch()
      const { length } = scenario.received
      assertThat(length <= MAX_REDIRECTS, `at most ${MAX_REDIRECTS} requests`, String(length))
    },
  ),
]
