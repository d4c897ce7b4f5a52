import { assertThat } from '../checks/assert-that.js'
import {
  createCheck,
  createFlowCheck,
  assertFailed,
  formatValue,
  assertSucceeded,
} from './consumer-check.js'
import type { ConsumerCheck } from './consumer-check.js'
import { RESPONSES_WITHOUT_TOKEN } from './responses-without-token.js'
import { assertSigned, getProtocolParameter } from './received-request.js'
import { createResponse, getToken } from './scenario.js'

const SECTION = 'RFC 5849 2.3'
const FLOW = ['three-legged']
const AWKWARD = 'v+/=%2B &é'

/** Exchanging a request token for an access token, section 2.3. */
export const accessTokenChecks: readonly ConsumerCheck[] = [
  createFlowCheck(
    {
      id: 'access-token.post',
      title: 'Exchanges the request token with POST',
      section: SECTION,
      // The server may advertise another method.
      level: 'SHOULD',
    },
    ({ accessToken: { message } }) => {
      assertThat(message.method === 'POST', 'POST', message.method)
    },
  ),
  createFlowCheck(
    {
      id: 'access-token.signature',
      title: 'Signs the exchange with the secret of the request token',
      section: SECTION,
    },
    ({ accessToken }, { signers }) => {
      assertSigned(accessToken, signers)
    },
  ),
  createFlowCheck(
    {
      id: 'access-token.token',
      title: 'Exchanges the request token that it was given',
      section: SECTION,
    },
    ({ accessToken }, { signers, token }) => {
      const sent = getToken(accessToken) ?? ''
      assertThat(
        signers.tokens.has(sent) && sent !== token.key,
        'the request token',
        formatValue(sent),
      )
    },
  ),
  createCheck(
    {
      id: 'access-token.verifier',
      title: 'Sends the verifier of the callback, decoded and encoded once',
      section: SECTION,
      needs: FLOW,
    },
    async ({ createScenario }) => {
      const scenario = createScenario()
      const started = assertSucceeded(await scenario.authorize())
      const encoded = encodeURIComponent(AWKWARD)
      const url = scenario.approve(started).replace(/verifier=.*/, `verifier=${encoded}`)
      const ended = await scenario.handleCallback(started, url)
      const exchange = scenario.getFirst('access-token', ended)
      const sent = getProtocolParameter(exchange, 'oauth_verifier')
      assertThat(sent === AWKWARD, `oauth_verifier ${formatValue(AWKWARD)}`, formatValue(sent))
      assertSigned(exchange, scenario.signers)
    },
  ),
  createCheck(
    {
      id: 'access-token.verifier-typed',
      title: 'Sends the verifier that the user has typed',
      section: SECTION,
      needs: ['out-of-band'],
    },
    async ({ createScenario }) => {
      const scenario = createScenario()
      const { browser } = assertSucceeded(await scenario.authorize({ callback: 'oob' }))
      const ended = await scenario.runTask('verifier', {
        callback: 'oob',
        browser,
        verifier: '473-829',
      })
      const exchange = scenario.getFirst('access-token', ended)
      const sent = getProtocolParameter(exchange, 'oauth_verifier')
      assertThat(sent === '473-829', 'oauth_verifier "473-829"', formatValue(sent))
      assertSigned(exchange, scenario.signers)
      assertSucceeded(ended)
    },
  ),
  createCheck(
    {
      id: 'access-token.verifier-typed-empty',
      title: 'Exchanges nothing when the user has typed nothing',
      section: SECTION,
      level: 'MAY',
      needs: ['out-of-band'],
    },
    async ({ createScenario }) => {
      const scenario = createScenario()
      const { browser } = assertSucceeded(await scenario.authorize({ callback: 'oob' }))
      await scenario.runTask('verifier', { callback: 'oob', browser, verifier: '' })
      const exchanges = scenario.getReceived('access-token').length
      assertThat(exchanges === 0, 'no exchange', `${exchanges} exchanges`)
    },
  ),
  ...RESPONSES_WITHOUT_TOKEN.map(([id, what, respond, level = 'MUST']) =>
    createCheck(
      {
        id: `access-token.${id}`,
        title: `Takes ${what} for an error, not for an access token`,
        section: SECTION,
        level,
        needs: FLOW,
      },
      async ({ createScenario }) => {
        const scenario = createScenario({ responses: { 'access-token': () => respond([]) } })
        const started = assertSucceeded(await scenario.authorize())
        const ended = await scenario.handleCallback(started, scenario.approve(started))
        scenario.getFirst('access-token', ended)
        assertFailed(ended)
      },
    ),
  ),
  createCheck(
    {
      id: 'access-token.given',
      title: 'Gives the access token and its secret as they were issued, decoded once',
      section: SECTION,
      needs: FLOW,
    },
    async ({ createScenario }) => {
      const scenario = createScenario({ token: { key: `k${AWKWARD}`, secret: `s${AWKWARD}` } })
      const { token } = await scenario.runFlow()
      assertThat(
        token?.key === scenario.token.key && isSameSecret(token.secret, scenario.token.secret),
        `the token ${formatValue(scenario.token.key)} and its secret`,
        token === undefined
          ? 'no token'
          : `${formatValue(token.key)} with ${formatValue(token.secret)}`,
      )
    },
  ),
  createCheck(
    {
      id: 'access-token.empty-secret',
      title: 'Accepts an access token with an empty secret',
      section: 'RFC 5849 3.4.2',
      level: 'SHOULD',
      needs: FLOW,
    },
    async ({ createScenario }) => {
      const scenario = createScenario({ token: { secret: '' } })
      const { token } = await scenario.runFlow()
      assertThat(
        token?.key === scenario.token.key,
        formatValue(scenario.token.key),
        formatValue(token?.key),
      )
    },
  ),
  createCheck(
    {
      id: 'access-token.line-break',
      title: 'Does not read a line break at the end of the response as part of the secret',
      section: SECTION,
      level: 'MAY',
      needs: FLOW,
    },
    async ({ createScenario }) => {
      const scenario = createScenario({
        responses: {
          'access-token': (_received, { token: { key, secret } }) =>
            createResponse(
              'application/x-www-form-urlencoded',
              `oauth_token=${key}&oauth_token_secret=${secret}\r\n`,
            ),
        },
      })
      const { token } = await scenario.runFlow()
      assertThat(
        isSameSecret(token?.secret ?? '', scenario.token.secret),
        'the secret without the line break',
        formatValue(token?.secret),
      )
    },
  ),
  createCheck(
    {
      id: 'access-token.gives-up',
      title: 'Does not repeat a refused exchange again and again',
      section: 'RFC 5849 4.10',
      level: 'MAY',
      severity: 'medium',
      needs: FLOW,
    },
    async ({ createScenario }) => {
      const scenario = createScenario({
        responses: { 'access-token': () => createResponse('text/plain', 'No.', 401) },
      })
      const started = assertSucceeded(await scenario.authorize())
      assertFailed(await scenario.handleCallback(started, scenario.approve(started)))
      const attempts = scenario.getReceived('access-token').length
      assertThat(attempts <= 3, 'at most three attempts', String(attempts))
    },
  ),
]

// These secrets are generated for one check and protect nothing.
function isSameSecret(one: string, other: string): boolean {
  return Buffer.from(one).equals(Buffer.from(other))
}
