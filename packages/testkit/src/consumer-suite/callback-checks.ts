import { Deviation } from '../checks/deviation.js'
import { createCheck, assertSucceeded } from './consumer-check.js'
import type { ConsumerCheck, ConsumerContext } from './consumer-check.js'
import { getProtocolParameter } from './received-request.js'
import { CALLBACK } from './callback.js'
import { getToken } from './scenario.js'
import type { Scenario, ScenarioOptions } from './scenario.js'
import type { ClientResult } from './task.js'

const SECTION = 'RFC 5849 2.2'
const FLOW = ['three-legged']

/** Tokens that are not the token of the flow: id, description, function of the token. */
const OTHER_TOKENS: readonly (readonly [
  id: string,
  what: string,
  change: (token: string) => string,
])[] = [
  ['token-case', 'the one of the flow in upper case', (token) => token.toUpperCase()],
  ['token-prefix', 'the beginning of the one of the flow', (token) => token.slice(0, -1)],
  ['token-empty', 'empty', () => ''],
  ['token-prototype', 'a name that every object of JavaScript has', () => '__proto__'],
]

/** Starts a flow and opens a callback URL in the browser that must not cause an exchange. */
function runWithoutExchange(
  url: (scenario: Scenario, started: ClientResult) => string | Promise<string>,
  options: ScenarioOptions = {},
): (context: ConsumerContext) => Promise<void> {
  return async ({ createScenario }) => {
    const scenario = createScenario(options)
    const started = assertSucceeded(await scenario.authorize())
    const callbackUrl = await url(scenario, started)
    const ended = await scenario.handleCallback(started, callbackUrl)
    assertNoExchange(scenario)
    assertNoToken(ended)
  }
}

// Some clients start another flow instead of an error, which is as good.
function assertNoToken({ token }: ClientResult): void {
  if (token?.key) throw new Deviation('no access token', `the token ${token.key}`)
}

function assertNoExchange(scenario: Scenario): void {
  const [exchange] = scenario.getReceived('access-token')
  if (exchange === undefined) return
  const verifier = getProtocolParameter(exchange, 'oauth_verifier') ?? 'none'
  throw new Deviation(
    'no exchange',
    `an exchange of ${getToken(exchange) ?? 'no token'} with the verifier ${verifier}`,
  )
}

/** Returns the callback of another flow, which an attacker makes a victim open. */
async function startOtherFlow(scenario: Scenario): Promise<string> {
  return scenario.approve(assertSucceeded(await scenario.authorize()))
}

/** The callback: sections 2.2 and 2.3, and what they leave to the client. */
export const callbackChecks: readonly ConsumerCheck[] = [
  createCheck(
    {
      id: 'callback.other-token',
      title: 'Exchanges nothing when the callback is of a flow that another browser has begun',
      section: 'RFC 5849 4.13',
      level: 'SHOULD',
      severity: 'high',
      needs: FLOW,
    },
    runWithoutExchange(startOtherFlow),
  ),
  createCheck(
    {
      id: 'callback.other-token-rsa',
      title: 'Refuses it with RSA too, although the provider would accept the request',
      section: 'RFC 5849 4.13',
      level: 'SHOULD',
      severity: 'critical',
      needs: [...FLOW, 'rsa-sha1'],
    },
    runWithoutExchange(startOtherFlow, { signatureMethod: 'RSA-SHA1' }),
  ),
  createCheck(
    {
      id: 'callback.unknown-token',
      title: 'Exchanges nothing when nobody has asked for the token of the callback',
      section: 'RFC 5849 4.13',
      level: 'SHOULD',
      severity: 'high',
      needs: FLOW,
    },
    runWithoutExchange(() => `${CALLBACK}&oauth_token=of-nobody&oauth_verifier=v`),
  ),
  createCheck(
    {
      id: 'callback.empty-browser',
      title: 'Exchanges nothing in a browser that has begun nothing',
      section: 'RFC 5849 4.13',
      level: 'SHOULD',
      severity: 'high',
      needs: FLOW,
    },
    async ({ createScenario }) => {
      const scenario = createScenario()
      const url = scenario.approve(assertSucceeded(await scenario.authorize()))
      const ended = await scenario.handleCallback({}, url)
      assertNoExchange(scenario)
      assertNoToken(ended)
    },
  ),
  createCheck(
    {
      id: 'callback.token-absent',
      title: 'Exchanges nothing when the callback names no token',
      section: SECTION,
      level: 'SHOULD',
      severity: 'high',
      needs: FLOW,
    },
    runWithoutExchange(() => `${CALLBACK}&oauth_verifier=v`),
  ),
  ...OTHER_TOKENS.map(([id, what, change]) =>
    createCheck(
      {
        id: `callback.${id}`,
        title: `Exchanges nothing when the token of the callback is ${what}`,
        section: id === 'token-case' ? 'RFC 5849 3.1' : SECTION,
        level: 'SHOULD',
        severity: 'medium',
        needs: FLOW,
      },
      runWithoutExchange((scenario, started) =>
        scenario.approve(started).replace(/(?<=[?&]oauth_token=)[^&]*/, (token) => change(token)),
      ),
    ),
  ),
  createCheck(
    {
      id: 'callback.verifier-twice',
      title: 'Exchanges nothing when the callback has two verifiers',
      section: 'RFC 5849 3.1',
      level: 'MAY',
      needs: FLOW,
    },
    runWithoutExchange((scenario, started) => `${scenario.approve(started)}&oauth_verifier=other`),
  ),
  createCheck(
    {
      id: 'callback.verifier-absent',
      title: 'Exchanges nothing when the callback has no verifier',
      section: 'RFC 5849 2.3',
      severity: 'medium',
      needs: FLOW,
    },
    runWithoutExchange((scenario, started) =>
      scenario.approve(started).replace(/&oauth_verifier.*/, ''),
    ),
  ),
  createCheck(
    {
      id: 'callback.verifier-empty',
      title: 'Exchanges nothing when the verifier is empty',
      section: 'RFC 5849 2.3',
      level: 'SHOULD',
      needs: FLOW,
    },
    runWithoutExchange((scenario, started) =>
      scenario.approve(started).replace(/verifier=.*/, 'verifier='),
    ),
  ),
  createCheck(
    {
      id: 'callback.token-twice',
      title: 'Exchanges nothing when the callback names two tokens',
      section: 'RFC 5849 3.1',
      level: 'MAY',
      needs: FLOW,
    },
    runWithoutExchange((scenario, started) => `${scenario.approve(started)}&oauth_token=another`),
  ),
  createCheck(
    {
      id: 'callback.denied',
      title: 'Reports that the user has refused, and exchanges nothing',
      section: 'Problem Reporting',
      level: 'SHOULD',
      needs: FLOW,
    },
    runWithoutExchange((scenario, started) =>
      scenario.approve(started).replace(/oauth_verifier=.*/, 'oauth_problem=permission_denied'),
    ),
  ),
  createCheck(
    {
      id: 'callback.denied-beside-verifier',
      title: 'Believes a refusal that comes with a verifier',
      section: 'Problem Reporting',
      level: 'MAY',
      needs: FLOW,
    },
    runWithoutExchange(
      (scenario, started) => `${scenario.approve(started)}&oauth_problem=permission_denied`,
    ),
  ),
  createCheck(
    {
      id: 'callback.denied-as-others-say',
      title: 'Takes "denied" without a verifier for a refusal, as some services say it',
      section: SECTION,
      level: 'MAY',
      needs: FLOW,
    },
    runWithoutExchange((scenario, started) =>
      scenario
        .approve(started)
        .replace(/(?<=[?&])oauth_token=([^?&]*)&oauth_verifier.*/, 'denied=$1'),
    ),
  ),
]
