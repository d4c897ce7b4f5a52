import { assertThat } from '../checks/assert-that.js'
import { createCheck, assertFailed, formatValue, assertSucceeded } from './consumer-check.js'
import type { ConsumerCheck } from './consumer-check.js'
import { assertNoncesDiffer, assertSigned, getProtocolParameter } from './received-request.js'
import { createFormResponse, createRandomString, getToken } from './scenario.js'
import type { ScenarioOptions } from './scenario.js'

const SESSION = 'Session 3'
const PROBLEM = 'Problem Reporting'
const RENEWAL = ['renewal']
const OTHER_CLOCK_SECONDS = 4000
const ACCEPTABLE_SECONDS = 300

/** Creates the options of a provider with another clock. */
function createClockOptions(differenceSeconds: number): ScenarioOptions {
  return {
    responses: {
      resource(received) {
        const now = Math.floor(Date.now() / 1000) + differenceSeconds
        const sent = Number(getProtocolParameter(received, 'oauth_timestamp'))
        if (Math.abs(sent - now) <= 300) return undefined
        const problem = createFormResponse(
          [
            ['oauth_problem', 'timestamp_refused'],
            ['oauth_acceptable_timestamps', `${now - 300}-${now + 300}`],
          ],
          401,
        )
        const challenge = `OAuth realm="photos", oauth_problem="timestamp_refused", oauth_acceptable_timestamps="${now - 300}-${now + 300}"`
        return {
          ...problem,
          headers: [
            ...problem.headers,
            ['WWW-Authenticate', challenge],
            ['Date', new Date(now * 1000).toUTCString()],
          ],
        }
      },
    },
  }
}

/** Extensions: renewal of tokens, and clocks that differ. */
export const extensionChecks: readonly ConsumerCheck[] = [
  createCheck(
    {
      id: 'renewal.request',
      title: 'Renews with the token and its session handle, signed with the secret of the token',
      section: SESSION,
      needs: RENEWAL,
    },
    async ({ createScenario }) => {
      const scenario = createScenario()
      const token = {
        key: createRandomString('old'),
        secret: createRandomString('old-secret'),
        sessionHandle: 'h/+= é',
      }
      const known = new Map(scenario.signers.tokens).set(token.key, token)
      const received = scenario.getFirst('access-token', await scenario.runTask('renew', { token }))
      const sent = getProtocolParameter(received, 'oauth_session_handle')
      assertThat(sent === token.sessionHandle, formatValue(token.sessionHandle), formatValue(sent))
      assertThat(
        getToken(received) === token.key,
        formatValue(token.key),
        formatValue(getToken(received)),
      )
      assertSigned(received, { ...scenario.signers, tokens: known })
    },
  ),
  createCheck(
    {
      id: 'renewal.token',
      title: 'Gives the new token, its secret and the new session handle',
      section: SESSION,
      needs: RENEWAL,
    },
    async ({ createScenario }) => {
      const sessionHandle = createRandomString('handle')
      const scenario = createScenario({ token: { sessionHandle } })
      const old = {
        key: 'old',
        secret: createRandomString('old-secret'),
        sessionHandle: 'old-handle',
      }
      const { token } = assertSucceeded(await scenario.runTask('renew', { token: old }))
      assertThat(
        token?.key === scenario.token.key,
        formatValue(scenario.token.key),
        formatValue(token?.key),
      )
      const given = Buffer.from(token?.sessionHandle ?? '')
      assertThat(given.equals(Buffer.from(sessionHandle)), 'the new session handle', String(given))
    },
  ),
  createCheck(
    {
      id: 'renewal.refused',
      title: 'Reports that a token cannot be renewed, and does not go on with the old one',
      section: SESSION,
      needs: RENEWAL,
    },
    async ({ createScenario }) => {
      const refusal = createFormResponse([['oauth_problem', 'token_expired']], 401)
      const scenario = createScenario({ responses: { 'access-token': () => refusal } })
      const old = {
        key: 'old',
        secret: createRandomString('old-secret'),
        sessionHandle: 'old-handle',
      }
      assertFailed(await scenario.runTask('renew', { token: old }))
    },
  ),
  ...(
    [
      ['fast', -OTHER_CLOCK_SECONDS],
      ['slow', OTHER_CLOCK_SECONDS],
    ] as const
  ).map(([id, differenceSeconds]) =>
    createCheck(
      {
        id: `clock.${id}`,
        title: `Sends a request once more, with the provider’s time, if its own clock is too ${id}`,
        section: PROBLEM,
        level: 'MAY',
        needs: ['fetch', 'clock-correction'],
      },
      async ({ createScenario }) => {
        const scenario = createScenario(createClockOptions(differenceSeconds))
        const { status, error } = await scenario.fetch()
        assertThat(status === 200, 'status 200 in the end', error ?? `status ${status ?? 0}`)
        const [first, second, ...more] = scenario.received
        assertThat(more.length === 0, 'two requests', `${scenario.received.length}`)
        if (first === undefined || second === undefined) return
        const nonces = [first, second].map((received) =>
          getProtocolParameter(received, 'oauth_nonce'),
        )
        assertThat(nonces[0] !== nonces[1], 'a new nonce', formatValue(nonces[1]))
        assertSigned(second, scenario.signers)
      },
    ),
  ),
  createCheck(
    {
      id: 'clock.retry',
      title:
        'Signs again, with the provider’s time or its own, if it retries after timestamp_refused',
      section: PROBLEM,
      level: 'SHOULD',
      needs: ['fetch'],
    },
    async ({ createScenario }) => {
      for (const differenceSeconds of [-OTHER_CLOCK_SECONDS, OTHER_CLOCK_SECONDS]) {
        const scenario = createScenario(createClockOptions(differenceSeconds))
        await scenario.fetch()
        const now = Date.now() / 1000
        assertNoncesDiffer(scenario.received)
        for (const received of scenario.received) {
          assertSigned(received, scenario.signers)
          const sent = Number(getProtocolParameter(received, 'oauth_timestamp'))
          const isRight = [now, now + differenceSeconds].some(
            (time) => Math.abs(sent - time) <= ACCEPTABLE_SECONDS,
          )
          assertThat(isRight, 'the time of the client or of the provider', String(sent))
        }
      }
    },
  ),
  createCheck(
    {
      id: 'clock.endless',
      title: 'Does not repeat a request again and again if its time is refused',
      section: 'RFC 5849 4.10',
      level: 'MAY',
      severity: 'medium',
      needs: ['fetch'],
    },
    async ({ createScenario }) => {
      const refusal = createFormResponse([['oauth_problem', 'timestamp_refused']], 401)
      const scenario = createScenario({ responses: { resource: () => refusal } })
      await scenario.fetch()
      const attempts = scenario.received.length
      assertThat(attempts > 0 && attempts <= 3, 'at most three attempts', String(attempts))
    },
  ),
]
