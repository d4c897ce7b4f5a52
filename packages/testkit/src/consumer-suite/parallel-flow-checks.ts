import { assertThat } from '../checks/assert-that.js'
import { assertSucceeded, createCheck } from './consumer-check.js'
import type { ConsumerCheck } from './consumer-check.js'
import { assertSigned, getProtocolParameter } from './received-request.js'
import { createFormResponse, createRandomString, getToken } from './scenario.js'

const SECTION = 'RFC 5849 2.2'
const FLOW = ['three-legged']

/** Several callbacks: of one flow, of one browser and of several browsers. */
export const parallelFlowChecks: readonly ConsumerCheck[] = [
  createCheck(
    {
      id: 'callback.again',
      title: 'Exchanges a callback once, though the browser is sent there twice',
      section: 'RFC 5849 2.3',
      level: 'MAY',
      needs: FLOW,
    },
    async ({ createScenario }) => {
      const scenario = createScenario()
      const started = assertSucceeded(await scenario.authorize())
      const url = scenario.approve(started)
      const ended = assertSucceeded(await scenario.handleCallback(started, url))
      await scenario.handleCallback({ browser: ended.browser ?? started.browser }, url)
      const exchanges = scenario.getReceived('access-token')
      assertThat(exchanges.length === 1, 'one exchange', `${exchanges.length} exchanges`)
    },
  ),
  createCheck(
    {
      id: 'callback.two-tabs',
      title: 'Finishes two flows of one browser, the first last',
      section: SECTION,
      level: 'MAY',
      needs: FLOW,
    },
    async ({ createScenario }) => {
      const scenario = createScenario()
      const first = assertSucceeded(await scenario.authorize())
      const second = assertSucceeded(await scenario.authorize({ browser: first.browser }))
      const { browser } = second
      const ended = assertSucceeded(
        await scenario.handleCallback({ browser }, scenario.approve(second)),
      )
      assertSucceeded(
        await scenario.handleCallback(
          { browser: ended.browser ?? browser },
          scenario.approve(first),
        ),
      )
      const tokens = scenario.getReceived('access-token').map(getToken)
      assertThat(new Set(tokens).size === 2, 'an exchange of each request token', tokens.join(', '))
    },
  ),
  createCheck(
    {
      id: 'callback.simultaneous',
      title: 'Finishes flows of several browsers at the same time, each with its own token',
      section: SECTION,
      severity: 'high',
      needs: FLOW,
    },
    async ({ createScenario }) => {
      const scenario = createScenario({
        responses: {
          'access-token': (received) =>
            createFormResponse([
              ['oauth_token', `access-of-${getToken(received) ?? ''}`],
              ['oauth_token_secret', createRandomString('access-secret')],
            ]),
        },
      })
      const started = await Promise.all(Array.from({ length: 4 }, () => scenario.authorize()))
      const urls = started.map((result) => scenario.approve(assertSucceeded(result)))
      const ended = await Promise.all(
        started.map((result, index) => scenario.handleCallback(result, urls[index] ?? '')),
      )
      ended.forEach(assertSucceeded)
      for (const exchange of scenario.getReceived('access-token')) {
        const verifier = getProtocolParameter(exchange, 'oauth_verifier') ?? ''
        const url = urls.find((given) => given.endsWith(`=${verifier}`)) ?? ''
        const token = getToken(exchange) ?? ''
        assertThat(
          url.includes(`=${token}&`),
          'each token with its own verifier',
          `${token}, ${verifier}`,
        )
        assertSigned(exchange, scenario.signers)
      }
      ended.forEach(({ token }, index) => {
        const [, requested = ''] = /[?&]oauth_token=([^&]*)/.exec(urls[index] ?? '') ?? []
        const expected = `access-of-${requested}`
        assertThat(token?.key === expected, `the token ${expected}`, token?.key ?? 'none')
      })
    },
  ),
  createCheck(
    {
      id: 'callback.typed-in-parallel',
      title: 'Exchanges a verifier that was typed with the request token of the same flow',
      section: 'RFC 5849 2.3',
      severity: 'high',
      needs: ['out-of-band'],
    },
    async ({ createScenario }) => {
      const scenario = createScenario()
      const [first, second] = [
        assertSucceeded(await scenario.authorize({ callback: 'oob' })),
        assertSucceeded(await scenario.authorize({ callback: 'oob' })),
      ]
      for (const { browser, url = '' } of [first, second]) {
        const before = scenario.getReceived('access-token').length
        await scenario.runTask('verifier', { callback: 'oob', browser, verifier: '473-829' })
        const exchange = scenario.getReceived('access-token')[before]
        const sent = (exchange && getToken(exchange)) ?? 'none'
        assertThat(url.includes(`oauth_token=${sent}`), `the token of ${url}`, sent)
      }
    },
  ),
]
