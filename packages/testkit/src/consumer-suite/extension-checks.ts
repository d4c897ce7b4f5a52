import { check, demand, failed, shown, succeeded } from './consumer-check.js'
import type { ConsumerCheck } from './consumer-check.js'
import { demandSigned, protocolValue } from './received.js'
import { form, random, tokenOf } from './scene.js'
import type { SceneOptions } from './scene.js'

const SESSION = 'Session 3'
const PROBLEM = 'Problem Reporting'
const RENEWAL = ['renewal']
const OTHER_CLOCK_SECONDS = 4000

/** A provider whose clock is another. */
function withClock(differenceSeconds: number): SceneOptions {
  return {
    answers: {
      resource(received) {
        const now = Math.floor(Date.now() / 1000) + differenceSeconds
        const sent = Number(protocolValue(received, 'oauth_timestamp'))
        if (Math.abs(sent - now) <= 300) return undefined
        const problem = form(
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

/** What extensions and good sense add: renewal of tokens, and clocks that differ. */
export const extensionChecks: readonly ConsumerCheck[] = [
  check(
    {
      id: 'renewal.request',
      title: 'Renews with the token and its session handle, signed with the secret of the token',
      section: SESSION,
      needs: RENEWAL,
    },
    async ({ begin }) => {
      const scene = begin()
      const token = { key: random('old'), secret: random('old-secret'), sessionHandle: 'h/+= é' }
      const known = new Map(scene.signers.tokens).set(token.key, token)
      const received = scene.first('access-token', await scene.ask('renew', { token }))
      const sent = protocolValue(received, 'oauth_session_handle')
      demand(sent === token.sessionHandle, shown(token.sessionHandle), shown(sent))
      demand(tokenOf(received) === token.key, shown(token.key), shown(tokenOf(received)))
      demandSigned(received, { ...scene.signers, tokens: known })
    },
  ),
  check(
    {
      id: 'renewal.token',
      title: 'Gives the new token, its secret and the new session handle',
      section: SESSION,
      needs: RENEWAL,
    },
    async ({ begin }) => {
      const sessionHandle = random('handle')
      const scene = begin({ token: { sessionHandle } })
      const old = { key: 'old', secret: random('old-secret'), sessionHandle: 'old-handle' }
      const { token } = succeeded(await scene.ask('renew', { token: old }))
      demand(token?.key === scene.token.key, shown(scene.token.key), shown(token?.key))
      const given = Buffer.from(token?.sessionHandle ?? '')
      demand(given.equals(Buffer.from(sessionHandle)), 'the new session handle', String(given))
    },
  ),
  check(
    {
      id: 'renewal.refused',
      title: 'Reports that a token cannot be renewed, and does not go on with the old one',
      section: SESSION,
      needs: RENEWAL,
    },
    async ({ begin }) => {
      const refusal = form([['oauth_problem', 'token_expired']], 401)
      const scene = begin({ answers: { 'access-token': () => refusal } })
      const old = { key: 'old', secret: random('old-secret'), sessionHandle: 'old-handle' }
      failed(await scene.ask('renew', { token: old }))
    },
  ),
  ...(
    [
      ['fast', -OTHER_CLOCK_SECONDS],
      ['slow', OTHER_CLOCK_SECONDS],
    ] as const
  ).map(([id, differenceSeconds]) =>
    check(
      {
        id: `clock.${id}`,
        title: `Sends a request once more, with the provider’s time, where its own clock is too ${id}`,
        section: PROBLEM,
        level: 'MAY',
        needs: ['fetch', 'clock-correction'],
      },
      async ({ begin }) => {
        const scene = begin(withClock(differenceSeconds))
        const { status, error } = await scene.fetch()
        demand(status === 200, 'status 200 in the end', error ?? `status ${status ?? 0}`)
        const [first, second, ...more] = scene.received
        demand(more.length === 0, 'two requests', `${scene.received.length}`)
        if (first === undefined || second === undefined) return
        const nonces = [first, second].map((received) => protocolValue(received, 'oauth_nonce'))
        demand(nonces[0] !== nonces[1], 'a new nonce', shown(nonces[1]))
        demandSigned(second, scene.signers)
      },
    ),
  ),
  check(
    {
      id: 'clock.endless',
      title: 'Does not send a request again and again where its time is refused',
      section: 'RFC 5849 4.10',
      level: 'MAY',
      severity: 'medium',
      needs: ['fetch'],
    },
    async ({ begin }) => {
      const refusal = form([['oauth_problem', 'timestamp_refused']], 401)
      const scene = begin({ answers: { resource: () => refusal } })
      await scene.fetch()
      const attempts = scene.received.length
      demand(attempts > 0 && attempts <= 3, 'at most three attempts', String(attempts))
    },
  ),
]
