import { Deviation } from '../checks/deviation.js'
import { createCheck } from './consumer-check.js'
import type { ConsumerCheck } from './consumer-check.js'
import { findCredentials } from './received-request.js'
import type { Endpoint } from './received-request.js'
import { createRedirectScript } from './redirect-script.js'
import type { Target } from './redirect-script.js'
import type { ScenarioOptions } from './scenario.js'

const SECTION = 'RFC 5849 4.3'

const getOtherOriginUrl: Target = ({ origins }) => `${origins.other}/moved`
const getNamedUrl: Target = ({ origins }) => `${origins.named}/moved`
const getUserUrl: Target = ({ base, origins }) => `${base}@${new URL(origins.other).host}/moved`
const getPlainUrl: Target = ({ origins }) => `${origins.plain}/moved`

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

/** Redirects to other origins, which must not receive credentials. */
export const redirectLeakChecks: readonly ConsumerCheck[] = [
  createLeakCheck(
    [
      'request-token',
      'Sends nobody its credentials to whom the request for a request token is redirected',
    ],
    { endpoint: 'request-token', target: getOtherOriginUrl },
    { needs: ['three-legged'] },
  ),
  createLeakCheck(
    ['request-token-307', 'Sends none after status 307 either, which keeps the POST'],
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
    ['resource-protocol-relative', 'Sends none if the address begins with // either'],
    {
      endpoint: 'resource',
      target: (scenario) => getOtherOriginUrl(scenario).replace('http:', ''),
    },
    { needs: ['fetch'] },
  ),
  ...([301, 303, 308] as const).map((status) =>
    createLeakCheck(
      [`resource-${status}`, `Neither so by status ${status}`],
      { endpoint: 'resource', target: getOtherOriginUrl, status },
      { needs: ['fetch'] },
    ),
  ),
  ...([301, 308] as const).map((status) =>
    createLeakCheck(
      [
        `request-token-${status}`,
        `Requests no request token from another origin by status ${status}`,
      ],
      { endpoint: 'request-token', target: getOtherOriginUrl, status },
      { needs: ['three-legged'] },
    ),
  ),
  createLeakCheck(
    ['access-token-302', 'Exchanges nothing at another origin by status 302'],
    { endpoint: 'access-token', target: getOtherOriginUrl },
    { needs: ['three-legged'] },
  ),
  createLeakCheck(
    ['other-host', 'Sends no credentials to another host on the same port'],
    { endpoint: 'resource', target: getNamedUrl },
    { needs: ['fetch'] },
  ),
  createLeakCheck(
    ['user-in-url', 'Sends no credentials to an origin whose URL begins like that of the provider'],
    { endpoint: 'resource', target: getUserUrl },
    { needs: ['fetch'] },
  ),
  createLeakCheck(
    ['query-transmission', 'Sends no credentials from its query to another origin'],
    { endpoint: 'resource', target: getOtherOriginUrl },
    { needs: ['fetch', 'query-transmission'], transmission: 'query' },
  ),
  createLeakCheck(
    ['to-http', 'Sends no credentials over http if https redirects there'],
    { endpoint: 'resource', target: getPlainUrl },
    { needs: ['fetch'], origin: 'secure' },
  ),
  createLeakCheck(
    ['token-to-http', 'Requests no token over http if https redirects there'],
    { endpoint: 'request-token', target: getPlainUrl },
    { needs: ['three-legged'], origin: 'secure' },
  ),
  createLeakCheck(
    ['plaintext', 'Sends no PLAINTEXT to another origin to which a resource redirects'],
    { endpoint: 'resource', target: getPlainUrl },
    { needs: ['fetch', 'plaintext'], origin: 'secure', signatureMethod: 'PLAINTEXT' },
  ),
]
