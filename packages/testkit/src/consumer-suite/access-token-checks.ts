import { check, checkFlow, demand, failed, shown, succeeded } from './consumer-check.js'
import type { ConsumerCheck } from './consumer-check.js'
import { NO_TOKENS } from './no-tokens.js'
import { demandSigned, protocolValue } from './received.js'
import { typed, tokenOf } from './scene.js'

const SECTION = 'RFC 5849 2.3'
const FLOW = ['three-legged']
const AWKWARD = 'v+/=%2B &é'

/** Exchanging a Request Token for an Access Token, section 2.3. */
export const accessTokenChecks: readonly ConsumerCheck[] = [
  checkFlow(
    { id: 'access-token.post', title: 'Exchanges the Request Token by POST', section: SECTION },
    ({ accessToken: { message } }) => {
      demand(message.method === 'POST', 'POST', message.method)
    },
  ),
  checkFlow(
    {
      id: 'access-token.signature',
      title: 'Signs the exchange with the secret of the Request Token',
      section: SECTION,
    },
    ({ accessToken }, { signers }) => {
      demandSigned(accessToken, signers)
    },
  ),
  checkFlow(
    {
      id: 'access-token.token',
      title: 'Exchanges the Request Token that it was given',
      section: SECTION,
    },
    ({ accessToken }, { signers, token }) => {
      const sent = tokenOf(accessToken) ?? ''
      demand(signers.tokens.has(sent) && sent !== token.key, 'the Request Token', shown(sent))
    },
  ),
  check(
    {
      id: 'access-token.verifier',
      title: 'Sends the verifier of the callback, decoded and encoded once',
      section: SECTION,
      needs: FLOW,
    },
    async ({ begin }) => {
      const scene = begin()
      const started = succeeded(await scene.authorize())
      const encoded = encodeURIComponent(AWKWARD)
      const url = scene.approve(started).replace(/verifier=.*/, `verifier=${encoded}`)
      const ended = await scene.callback(started, url)
      const exchange = scene.first('access-token', ended)
      const sent = protocolValue(exchange, 'oauth_verifier')
      demand(sent === AWKWARD, `oauth_verifier ${shown(AWKWARD)}`, shown(sent))
      demandSigned(exchange, scene.signers)
    },
  ),
  check(
    {
      id: 'access-token.verifier-typed',
      title: 'Sends the verifier that the User has typed',
      section: SECTION,
      needs: ['out-of-band'],
    },
    async ({ begin }) => {
      const scene = begin()
      const { browser } = succeeded(await scene.authorize({ callback: 'oob' }))
      const ended = await scene.ask('verifier', { callback: 'oob', browser, verifier: '473-829' })
      const exchange = scene.first('access-token', ended)
      const sent = protocolValue(exchange, 'oauth_verifier')
      demand(sent === '473-829', 'oauth_verifier "473-829"', shown(sent))
      demandSigned(exchange, scene.signers)
      succeeded(ended)
    },
  ),
  ...NO_TOKENS.map(([id, what, answered]) =>
    check(
      {
        id: `access-token.${id}`,
        title: `Takes ${what} for an error, not for an Access Token`,
        section: SECTION,
        needs: FLOW,
      },
      async ({ begin }) => {
        const scene = begin({ answers: { 'access-token': () => answered([]) } })
        const started = succeeded(await scene.authorize())
        const ended = await scene.callback(started, scene.approve(started))
        scene.first('access-token', ended)
        failed(ended)
      },
    ),
  ),
  check(
    {
      id: 'access-token.given',
      title: 'Gives the Access Token and its secret as they were issued, decoded once',
      section: SECTION,
      needs: FLOW,
    },
    async ({ begin }) => {
      const scene = begin({ token: { key: `k${AWKWARD}`, secret: `s${AWKWARD}` } })
      const { token } = await scene.flow()
      demand(
        token?.key === scene.token.key && sameText(token.secret, scene.token.secret),
        `the token ${shown(scene.token.key)} and its secret`,
        token === undefined ? 'no token' : `${shown(token.key)} with ${shown(token.secret)}`,
      )
    },
  ),
  check(
    {
      id: 'access-token.empty-secret',
      title: 'Accepts an Access Token with an empty secret',
      section: 'RFC 5849 3.4.2',
      level: 'SHOULD',
      needs: FLOW,
    },
    async ({ begin }) => {
      const scene = begin({ token: { secret: '' } })
      const { token } = await scene.flow()
      demand(token?.key === scene.token.key, shown(scene.token.key), shown(token?.key))
    },
  ),
  check(
    {
      id: 'access-token.line-break',
      title: 'Takes no line break at the end of the answer for a part of the secret',
      section: SECTION,
      level: 'MAY',
      needs: FLOW,
    },
    async ({ begin }) => {
      const scene = begin({
        answers: {
          'access-token': (_received, { token: { key, secret } }) =>
            typed(
              'application/x-www-form-urlencoded',
              `oauth_token=${key}&oauth_token_secret=${secret}\r\n`,
            ),
        },
      })
      const { token } = await scene.flow()
      demand(
        sameText(token?.secret ?? '', scene.token.secret),
        'the secret without the line break',
        shown(token?.secret),
      )
    },
  ),
  check(
    {
      id: 'access-token.gives-up',
      title: 'Does not try to exchange again and again where it is refused',
      section: 'RFC 5849 4.10',
      level: 'MAY',
      severity: 'medium',
      needs: FLOW,
    },
    async ({ begin }) => {
      const scene = begin({ answers: { 'access-token': () => typed('text/plain', 'No.', 401) } })
      const started = succeeded(await scene.authorize())
      failed(await scene.callback(started, scene.approve(started)))
      const attempts = scene.at('access-token').length
      demand(attempts <= 3, 'at most three attempts', String(attempts))
    },
  ),
]

// These secrets are made for one check, and guard nothing.
function sameText(one: string, other: string): boolean {
  return Buffer.from(one).equals(Buffer.from(other))
}
