import { assertThat } from '../checks/assert-that.js'
import { Deviation } from '../checks/deviation.js'
import { createCheck } from './consumer-check.js'
import type { ConsumerCheck, ConsumerContext } from './consumer-check.js'
import { findCredentials, assertSigned, getProtocolParameter } from './received-request.js'
import { createRedirectScript } from './redirect-script.js'
import type { Target } from './redirect-script.js'
import { CALLBACK, isCallback } from './callback.js'
import { createRedirect } from './scenario.js'
import type { Scenario } from './scenario.js'

const NONCE = 'RFC 5849 3.3'
const MAX_REDIRECTS = 40
const getMovedUrl: Target = ({ base }) => `${base}/moved?x=1%202`

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

/** Reports whether the client reports an error for a redirect with an absolute address too. */
async function refusesRedirects(
  createScenario: ConsumerContext['createScenario'],
): Promise<boolean> {
  const scenario = createScenario({ responses: { resource: createRedirectScript(getMovedUrl) } })
  const { error } = await scenario.fetch()
  return error !== undefined && scenario.received.length === 1
}

/** Redirects, which the RFC does not mention: a signature is for one request, and credentials are for one origin. */
export const redirectChecks: readonly ConsumerCheck[] = [
  createCheck(
    {
      id: 'redirect.signed-anew',
      title:
        'Signs the request again for the target of a redirect within the origin, if it follows',
      section: 'RFC 5849 3.4.1',
      needs: ['fetch'],
    },
    async ({ createScenario }) => {
      const scenario = createScenario({
        responses: { resource: createRedirectScript(getMovedUrl) },
      })
      const { second } = await followRedirect(scenario)
      // A client may follow without credentials.
      if (second === undefined || findCredentials(second, []) === undefined) return
      assertSigned(second, scenario.signers)
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
      const isHanded =
        scenario.received.length > 1 || status === 302 || (await refusesRedirects(createScenario))
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
        'Sends oauth_callback again if the request for a request token is redirected and it follows',
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
      if (findCredentials(second, []) === undefined) return
      const sent = getProtocolParameter(second, 'oauth_callback') ?? 'none'
      assertThat(isCallback(sent), `oauth_callback ${CALLBACK}`, sent)
      assertSigned(second, scenario.signers)
    },
  ),
  createCheck(
    {
      id: 'redirect.endless',
      title: 'Gives up if redirects never end',
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
