import { assertThat } from '../checks/assert-that.js'
import { NotApplicable } from '../checks/not-applicable.js'
import { computeBodyHash, getHeaderValues } from '../reference/index.js'
import { assertFailed, assertSucceeded, createCheck } from './consumer-check.js'
import type { ConsumerCheck } from './consumer-check.js'
import { assertSigned, containsSecret, getProtocolParameter } from './received-request.js'
import { createRandomString, createResponse } from './scenario.js'

const FLOW = ['three-legged']
const FLOW_PARAMETERS = ['oauth_callback', 'oauth_verifier'] as const

/** Checks for traces of a flow in later requests, in the browser, in errors and at other providers. */
export const flowTraceChecks: readonly ConsumerCheck[] = [
  createCheck(
    {
      id: 'request.no-flow-parameters',
      title: 'Sends no callback and no verifier with requests after the flow',
      section: 'RFC 5849 3.2',
      level: 'SHOULD',
      needs: [...FLOW, 'fetch'],
    },
    async ({ createScenario }) => {
      const scenario = createScenario()
      const { token } = await scenario.runFlow()
      const received = scenario.getFirst('resource', await scenario.fetch({ token }))
      const sent = FLOW_PARAMETERS.filter((name) => getProtocolParameter(received, name))
      assertThat(sent.length === 0, 'no parameters of the flow', sent.join(' and '))
    },
  ),
  createCheck(
    {
      id: 'request.no-referer',
      title: 'Sends the URL of the callback to nobody as Referer',
      section: 'RFC 5849 4.13',
      level: 'MAY',
      severity: 'medium',
      needs: [...FLOW, 'fetch'],
    },
    async ({ createScenario }) => {
      const scenario = createScenario()
      const { token } = await scenario.runFlow()
      await scenario.fetch({ token })
      const found = scenario.received.flatMap(({ message }) => getHeaderValues(message, 'referer'))
      const isTold = found.some((value) => value.includes('oauth_verifier'))
      assertThat(!isTold, 'no Referer with a verifier', found.join(' and '))
    },
  ),
  createCheck(
    {
      id: 'body-hash.unasked',
      title: 'Sends no body hash, or the right one, if nobody asks for it',
      section: 'Body Hash 3.2',
      severity: 'medium',
      needs: ['fetch'],
    },
    async ({ createScenario }) => {
      const scenario = createScenario()
      const received = scenario.getFirst('resource', await scenario.fetch())
      const sent = getProtocolParameter(received, 'oauth_body_hash')
      const right = computeBodyHash('', 'sha1')
      assertThat(sent === undefined || sent === right, `none, or ${right}`, sent ?? 'none')
    },
  ),
  createCheck(
    {
      id: 'authorize.no-secret-in-browser',
      title: 'Gives the browser no consumer secret',
      section: 'RFC 5849 4.6',
      level: 'MAY',
      severity: 'critical',
      needs: FLOW,
    },
    async ({ createScenario }) => {
      const scenario = createScenario()
      const { browser } = assertSucceeded(await scenario.authorize())
      const isThere = containsSecret(JSON.stringify(browser ?? ''), [
        scenario.signers.consumer.secret,
      ])
      assertThat(!isThere, 'a browser without the consumer secret', 'the consumer secret')
    },
  ),
  createCheck(
    {
      id: 'callback.other-provider',
      title: 'Exchanges no request token at another provider than the one that issued it',
      section: 'RFC 5849 4.3',
      level: 'MAY',
      needs: FLOW,
    },
    async ({ createScenario }) => {
      const scenario = createScenario()
      const other = scenario.origins.secure
      const started = assertSucceeded(await scenario.authorize())
      await scenario.runTask('callback', {
        callback: scenario.approve(started).replace(/\?.*/, ''),
        browser: started.browser,
        url: scenario.approve(started),
        provider: {
          requestTokenUrl: `${other}/oauth/request_token`,
          authorizeUrl: `${other}/oauth/authorize`,
          accessTokenUrl: `${other}/oauth/access_token`,
        },
      })
      const exchanges = scenario.received.filter(
        ({ origin, endpoint }) => origin === 'secure' && endpoint === 'access-token',
      )
      assertThat(exchanges.length === 0, 'no exchange at the other provider', 'an exchange')
    },
  ),
  createCheck(
    {
      id: 'errors.no-secret-of-response',
      title: 'Repeats no secret of a response in the error about it',
      section: 'RFC 5849 4.5',
      level: 'MAY',
      severity: 'high',
      needs: FLOW,
    },
    async ({ createScenario }) => {
      const secret = createRandomString('half-a-token')
      const scenario = createScenario({
        responses: {
          'request-token': () =>
            createResponse('application/x-www-form-urlencoded', `oauth_token_secret=${secret}`),
        },
      })
      const error = assertFailed(await scenario.authorize())
      assertThat(!containsSecret(error, [secret]), 'an error without the secret', error)
    },
  ),
  createCheck(
    {
      id: 'method.head',
      title: 'Signs a HEAD as a HEAD',
      section: 'RFC 5849 3.4.1.1',
      needs: ['fetch'],
    },
    async ({ createScenario }) => {
      const scenario = createScenario()
      const result = await scenario.fetch({ method: 'HEAD', query: 'x=1' })
      if (scenario.received.length === 0)
        throw new NotApplicable(`the client does not send HEAD: ${result.error ?? ''}`)
      assertSigned(scenario.getFirst('resource', result), scenario.signers)
    },
  ),
]
