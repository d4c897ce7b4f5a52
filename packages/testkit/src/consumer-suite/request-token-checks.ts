import { assertThat } from '../checks/assert-that.js'
import { getHeaderValues } from '../reference/index.js'
import {
  createCheck,
  createFlowCheck,
  assertFailed,
  formatValue,
  assertSucceeded,
} from './consumer-check.js'
import type { ConsumerCheck } from './consumer-check.js'
import { assertSigned, getProtocolParameter } from './received-request.js'
import { CALLBACK, isCallback } from './callback.js'
import { createFormResponse, createRandomString, createResponse, getToken } from './scenario.js'
import { RESPONSES_WITHOUT_TOKEN } from './responses-without-token.js'

const SECTION = 'RFC 5849 2.1'
const FLOW = ['three-legged']

/** Responses that do not confirm the callback. */
const UNCONFIRMED: readonly (readonly [
  id: string,
  what: string,
  pairs: readonly (readonly [string, string])[],
])[] = [
  ['absent', 'a response without oauth_callback_confirmed', []],
  ['false', 'oauth_callback_confirmed=false', [['oauth_callback_confirmed', 'false']]],
  ['empty', 'an empty oauth_callback_confirmed', [['oauth_callback_confirmed', '']]],
]

/** The request for a request token, section 2.1. */
export const requestTokenChecks: readonly ConsumerCheck[] = [
  createFlowCheck(
    {
      id: 'request-token.post',
      title: 'Requests a request token with POST',
      section: SECTION,
      // The server may advertise another method.
      level: 'SHOULD',
    },
    ({ requestToken: { message } }) => {
      assertThat(message.method === 'POST', 'POST', message.method)
    },
  ),
  createFlowCheck(
    {
      id: 'request-token.signature',
      title: 'Signs with the consumer secret and an empty token secret',
      section: SECTION,
    },
    ({ requestToken }, { signers }) => {
      assertSigned(requestToken, signers)
    },
  ),
  createFlowCheck(
    {
      id: 'request-token.callback',
      title: 'Sends the callback as oauth_callback, with its query',
      section: SECTION,
    },
    ({ requestToken }) => {
      const sent = getProtocolParameter(requestToken, 'oauth_callback')
      assertThat(
        isCallback(sent),
        `oauth_callback ${formatValue(CALLBACK)}, to which the client may add parameters`,
        formatValue(sent),
      )
    },
  ),
  createFlowCheck(
    { id: 'request-token.no-token', title: 'Sends no token with it', section: SECTION },
    ({ requestToken }) => {
      assertThat(!getToken(requestToken), 'no oauth_token', formatValue(getToken(requestToken)))
    },
  ),
  createCheck(
    {
      id: 'request-token.out-of-band',
      title: 'Sends oob, in lower case, where the user carries the verifier',
      section: SECTION,
      needs: ['out-of-band'],
    },
    async ({ createScenario }) => {
      const scenario = createScenario()
      const result = await scenario.authorize({ callback: 'oob' })
      const sent = getProtocolParameter(
        scenario.getFirst('request-token', result),
        'oauth_callback',
      )
      assertThat(sent === 'oob', 'oauth_callback "oob"', formatValue(sent))
    },
  ),
  ...UNCONFIRMED.map(([id, what, pairs]) =>
    createCheck(
      {
        id: `request-token.confirmed-${id}`,
        title: `Refuses ${what}: the flow would be that of OAuth 1.0, open to session fixation`,
        section: SECTION,
        level: 'MAY',
        severity: 'high',
        needs: FLOW,
      },
      async ({ createScenario }) => {
        const issued = [['oauth_token', 'a'] as const, ['oauth_token_secret', 'b'] as const]
        const scenario = createScenario({
          responses: { 'request-token': () => createFormResponse([...issued, ...pairs]) },
        })
        const result = await scenario.authorize()
        scenario.getFirst('request-token', result)
        assertFailed(result, 'an error, because the callback is not confirmed')
      },
    ),
  ),
  ...RESPONSES_WITHOUT_TOKEN.map(([id, what, respond, level = 'MUST']) =>
    createCheck(
      {
        id: `request-token.${id}`,
        title: `Takes ${what} for an error, not for a request token`,
        section: SECTION,
        level,
        needs: FLOW,
      },
      async ({ createScenario }) => {
        const scenario = createScenario({
          responses: { 'request-token': () => respond([['oauth_callback_confirmed', 'true']]) },
        })
        const result = await scenario.authorize()
        scenario.getFirst('request-token', result)
        assertFailed(result)
      },
    ),
  ),
  createCheck(
    {
      id: 'request-token.empty-secret',
      title: 'Accepts a request token with an empty secret',
      section: 'RFC 5849 3.4.2',
      level: 'SHOULD',
      needs: FLOW,
    },
    async ({ createScenario }) => {
      const scenario = createScenario({ requestToken: { secret: '' } })
      await scenario.runFlow()
      assertSigned(scenario.getFirst('access-token'), scenario.signers)
    },
  ),
  createCheck(
    {
      id: 'request-token.more-parameters',
      title: 'Accepts a response with other parameters next to the token',
      section: SECTION,
      level: 'SHOULD',
      needs: FLOW,
    },
    async ({ createScenario }) => {
      const scenario = createScenario({
        responses: {
          'request-token': () =>
            createFormResponse([
              ['xoauth_request_auth_url', 'https://photos.example/a?b=c'],
              ['oauth_token', 'a'],
              ['oauth_token_secret', 'b'],
              ['oauth_callback_confirmed', 'true'],
              ['oauth_expires_in', '3600'],
            ]),
        },
      })
      assertSucceeded(await scenario.authorize())
    },
  ),
  createCheck(
    {
      id: 'request-token.charset',
      title: 'Accepts a response whose Content-Type names a charset',
      section: SECTION,
      level: 'SHOULD',
      needs: FLOW,
    },
    async ({ createScenario }) => {
      const body = 'oauth_token=a&oauth_token_secret=b&oauth_callback_confirmed=true'
      const type = 'application/x-www-form-urlencoded; charset=UTF-8'
      const scenario = createScenario({
        responses: { 'request-token': () => createResponse(type, body) },
      })
      assertSucceeded(await scenario.authorize())
    },
  ),
  createCheck(
    {
      id: 'request-token.decoded',
      title: 'Decodes token and secret once, + as a space, and encodes them when it sends them',
      section: 'RFC 5849 3.6',
      needs: FLOW,
    },
    async ({ createScenario }) => {
      const scenario = createScenario({
        requestToken: { key: 'a+b/c=%2B d&é', secret: 'e+f/g=%26 h&ü' },
        writesPlus: true,
      })
      await scenario.runFlow()
      const exchange = scenario.getFirst('access-token')
      const sent = getToken(exchange)
      assertThat(sent === 'a+b/c=%2B d&é', 'the token "a+b/c=%2B d&é"', formatValue(sent))
      assertSigned(exchange, scenario.signers)
    },
  ),
  createCheck(
    {
      id: 'request-token.long',
      title: 'Accepts tokens and secrets of 1,500 characters, and uses them whole',
      section: 'RFC 5849 2',
      level: 'SHOULD',
      needs: FLOW,
    },
    async ({ createScenario }) => {
      const createLong = (name: string): string => createRandomString(name.repeat(200))
      const scenario = createScenario({
        requestToken: { key: createLong('request'), secret: createLong('hidden') },
        token: { key: createLong('access'), secret: createLong('secret') },
      })
      const { token } = await scenario.runFlow()
      assertSigned(scenario.getFirst('access-token'), scenario.signers)
      const given = Buffer.from(`${token?.key ?? ''}&${token?.secret ?? ''}`)
      const issued = Buffer.from(`${scenario.token.key}&${scenario.token.secret}`)
      assertThat(given.equals(issued), `${issued.length} characters`, `${given.length} characters`)
    },
  ),
  createFlowCheck(
    {
      id: 'request-token.form-type',
      title: 'Sends the Content-Type of a form only with a form that is signed',
      section: 'RFC 5849 3.4.1.3.1',
    },
    ({ requestToken }, { signers }) => {
      const types = getHeaderValues(requestToken.message, 'content-type')
      assertThat(types.length <= 1, 'at most one Content-Type', types.join(', '))
      assertSigned(requestToken, signers)
    },
  ),
]
