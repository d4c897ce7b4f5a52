import { assertThat } from '../checks/assert-that.js'
import {
  assertFailed,
  assertSucceeded,
  createCheck,
  createFlowCheck,
  formatValue,
} from './consumer-check.js'
import type { ConsumerCheck } from './consumer-check.js'
import {
  assertEachOnce,
  assertNoncesDiffer,
  assertOnePlace,
  assertSigned,
  getContent,
  getProtocolParameter,
} from './received-request.js'
import { createFormResponse, getToken } from './scenario.js'
import type { ScenarioOptions } from './scenario.js'

const ENDPOINTS = [
  ['request-token', 'requestToken', 'the request for a request token', 'RFC 5849 2.1'],
  ['access-token', 'accessToken', 'the exchange', 'RFC 5849 2.3'],
] as const
const FLOW = ['three-legged']
const METHODS: readonly (readonly [feature: string, options: ScenarioOptions])[] = [
  ['hmac-sha256', { signatureMethod: 'HMAC-SHA256' }],
  ['hmac-sha512', { signatureMethod: 'HMAC-SHA512' }],
  ['rsa-sha1', { signatureMethod: 'RSA-SHA1' }],
  ['rsa-sha256', { signatureMethod: 'RSA-SHA256' }],
  ['rsa-sha512', { signatureMethod: 'RSA-SHA512' }],
  ['plaintext', { signatureMethod: 'PLAINTEXT', origin: 'secure' }],
]
/** Responses with a parameter twice: id, description, response. */
const REPEATED = [
  [
    'token-twice',
    'two tokens',
    [
      ['oauth_token', 'a'],
      ['oauth_token_secret', 'b'],
      ['oauth_token', 'c'],
    ],
  ],
  [
    'secret-twice',
    'two secrets',
    [
      ['oauth_token', 'a'],
      ['oauth_token_secret', 'b'],
      ['oauth_token_secret', 'c'],
    ],
  ],
] as const

/** The checks that both token requests have in common: sections 2, 3.1 and 3.5. */
export const tokenRequestChecks: readonly ConsumerCheck[] = [
  ...ENDPOINTS.map(([id, name, what]) =>
    createFlowCheck(
      {
        id: `${id}.parameters`,
        title: `Sends every required protocol parameter with ${what}`,
        section: 'RFC 5849 3.1',
      },
      (received, { signers }) => {
        const request = received[name]
        const key = getProtocolParameter(request, 'oauth_consumer_key')
        assertThat(
          key === signers.consumer.key,
          `oauth_consumer_key ${formatValue(signers.consumer.key)}`,
          formatValue(key),
        )
        const method = getProtocolParameter(request, 'oauth_signature_method')
        assertThat(
          method === 'HMAC-SHA1',
          'oauth_signature_method "HMAC-SHA1"',
          formatValue(method),
        )
        const timestamp = getProtocolParameter(request, 'oauth_timestamp')
        assertThat(
          /^[1-9][0-9]*$/.test(timestamp ?? ''),
          'oauth_timestamp, a positive integer',
          formatValue(timestamp),
        )
        const nonce = getProtocolParameter(request, 'oauth_nonce')
        assertThat(Boolean(nonce), 'oauth_nonce', formatValue(nonce))
        const version = getProtocolParameter(request, 'oauth_version')
        assertThat(
          version === undefined || version === '1.0',
          'oauth_version "1.0" or none',
          formatValue(version),
        )
      },
    ),
  ),
  ...ENDPOINTS.map(([id, name, what]) =>
    createFlowCheck(
      {
        id: `${id}.one-place`,
        title: `Sends the protocol parameters of ${what} once, in one place`,
        section: 'RFC 5849 3.5',
      },
      (received) => {
        assertEachOnce(received[name])
        assertOnePlace(received[name])
      },
    ),
  ),
  ...ENDPOINTS.map(([id, name, what]) =>
    createFlowCheck(
      {
        id: `${id}.query`,
        title: `Keeps and signs the query of the URL of ${what}`,
        section: 'RFC 5849 2',
      },
      (received, { signers }) => {
        const { query } = getContent(received[name])
        assertThat(
          query.some(([key, value]) => key === 'scope' && value === 'photos & albums'),
          'scope=photos%20%26%20albums in the query',
          received[name].message.target,
        )
        assertSigned(received[name], signers)
      },
      { tokenQuery: '?scope=photos%20%26%20albums' },
    ),
  ),
  ...METHODS.map(([feature, options]) =>
    createFlowCheck(
      {
        id: `method.${feature}-flow`,
        title: `Signs both token requests by ${options.signatureMethod ?? ''}`,
        section: 'RFC 5849 3.4',
        needs: [feature],
      },
      ({ requestToken, accessToken }, { signers }) => {
        for (const received of [requestToken, accessToken]) {
          const sent = getProtocolParameter(received, 'oauth_signature_method')
          const { signatureMethod } = options
          assertThat(sent === signatureMethod, formatValue(signatureMethod), formatValue(sent))
          assertSigned(received, signers)
        }
      },
      options,
    ),
  ),
  createCheck(
    {
      id: 'request-token.second-flow',
      title: 'Starts a second flow without the token of the first',
      section: 'RFC 5849 2.1',
      needs: FLOW,
    },
    async ({ createScenario }) => {
      const scenario = createScenario()
      const { browser } = await scenario.runFlow()
      assertSucceeded(await scenario.authorize({ browser }))
      const requests = scenario.getReceived('request-token')
      const sent = requests.map(getToken).find(Boolean)
      assertThat(sent === undefined, 'no oauth_token', formatValue(sent))
      assertNoncesDiffer(requests)
      for (const received of requests) assertSigned(received, scenario.signers)
    },
  ),
  ...REPEATED.flatMap(([id, what, pairs]) => [
    createCheck(
      {
        id: `request-token.${id}`,
        title: `Refuses a response with ${what} of a request token`,
        section: 'RFC 5849 2.1',
        level: 'MAY',
        needs: FLOW,
      },
      async ({ createScenario }) => {
        const response = createFormResponse([...pairs, ['oauth_callback_confirmed', 'true']])
        const scenario = createScenario({ responses: { 'request-token': () => response } })
        const result = await scenario.authorize()
        scenario.getFirst('request-token', result)
        assertFailed(result)
      },
    ),
    createCheck(
      {
        id: `access-token.${id}`,
        title: `Refuses a response with ${what} of an access token`,
        section: 'RFC 5849 2.3',
        level: 'MAY',
        needs: FLOW,
      },
      async ({ createScenario }) => {
        const response = createFormResponse([...pairs])
        const scenario = createScenario({ responses: { 'access-token': () => response } })
        const started = assertSucceeded(await scenario.authorize())
        const ended = await scenario.handleCallback(started, scenario.approve(started))
        scenario.getFirst('access-token', ended)
        assertFailed(ended)
      },
    ),
  ]),
]
