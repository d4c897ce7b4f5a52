import { valuesOf } from '../reference/index.js'
import { check, checkFlow, demand, failed, shown, succeeded } from './consumer-check.js'
import type { ConsumerCheck } from './consumer-check.js'
import { demandSigned, protocolOf, protocolValue } from './received.js'
import { CALLBACK, form, tokenOf, typed } from './scene.js'
import { NO_TOKENS } from './no-tokens.js'

const SECTION = 'RFC 5849 2.1'
const FLOW = ['three-legged']

/** How a provider can fail to confirm the callback. */
const UNCONFIRMED: readonly (readonly [
  id: string,
  what: string,
  pairs: readonly (readonly [string, string])[],
])[] = [
  ['absent', 'an answer without oauth_callback_confirmed', []],
  ['false', 'oauth_callback_confirmed=false', [['oauth_callback_confirmed', 'false']]],
  ['empty', 'an empty oauth_callback_confirmed', [['oauth_callback_confirmed', '']]],
]

/** Asking for a Request Token, section 2.1, and sending the User to the provider, section 2.2. */
export const requestTokenChecks: readonly ConsumerCheck[] = [
  checkFlow(
    { id: 'request-token.post', title: 'Asks for a Request Token by POST', section: SECTION },
    ({ requestToken: { message } }) => {
      demand(message.method === 'POST', 'POST', message.method)
    },
  ),
  checkFlow(
    {
      id: 'request-token.signature',
      title: 'Signs with the Consumer secret and an empty token secret',
      section: SECTION,
    },
    ({ requestToken }, { signers }) => {
      demandSigned(requestToken, signers)
    },
  ),
  checkFlow(
    {
      id: 'request-token.callback',
      title: 'Sends the callback as oauth_callback, exactly as it was given',
      section: SECTION,
    },
    ({ requestToken }) => {
      const sent = protocolValue(requestToken, 'oauth_callback')
      demand(sent === CALLBACK, `oauth_callback ${shown(CALLBACK)}`, shown(sent))
    },
  ),
  checkFlow(
    { id: 'request-token.no-token', title: 'Sends no token with it', section: SECTION },
    ({ requestToken }) => {
      demand(!tokenOf(requestToken), 'no oauth_token', shown(tokenOf(requestToken)))
    },
  ),
  check(
    {
      id: 'request-token.out-of-band',
      title: 'Sends oob, in lower case, where the User carries the verifier',
      section: SECTION,
      needs: ['out-of-band'],
    },
    async ({ begin }) => {
      const scene = begin()
      const answer = await scene.authorize({ callback: 'oob' })
      const sent = protocolValue(scene.first('request-token', answer), 'oauth_callback')
      demand(sent === 'oob', 'oauth_callback "oob"', shown(sent))
    },
  ),
  ...UNCONFIRMED.map(([id, what, pairs]) =>
    check(
      {
        id: `request-token.confirmed-${id}`,
        title: `Refuses ${what}: the flow would be that of OAuth 1.0, open to session fixation`,
        section: SECTION,
        level: 'MAY',
        severity: 'high',
        needs: FLOW,
      },
      async ({ begin }) => {
        const issued = [['oauth_token', 'a'] as const, ['oauth_token_secret', 'b'] as const]
        const scene = begin({ answers: { 'request-token': () => form([...issued, ...pairs]) } })
        const answer = await scene.authorize()
        scene.first('request-token', answer)
        failed(answer, 'an error, because the callback is not confirmed')
      },
    ),
  ),
  ...NO_TOKENS.map(([id, what, answered]) =>
    check(
      {
        id: `request-token.${id}`,
        title: `Takes ${what} for an error, not for a Request Token`,
        section: SECTION,
        needs: FLOW,
      },
      async ({ begin }) => {
        const scene = begin({
          answers: { 'request-token': () => answered([['oauth_callback_confirmed', 'true']]) },
        })
        const answer = await scene.authorize()
        scene.first('request-token', answer)
        failed(answer)
      },
    ),
  ),
  check(
    {
      id: 'request-token.empty-secret',
      title: 'Accepts a Request Token with an empty secret',
      section: 'RFC 5849 3.4.2',
      level: 'SHOULD',
      needs: FLOW,
    },
    async ({ begin }) => {
      const scene = begin({ requestToken: { secret: '' } })
      await scene.flow()
      demandSigned(scene.first('access-token'), scene.signers)
    },
  ),
  check(
    {
      id: 'request-token.more-parameters',
      title: 'Accepts an answer with parameters beside the token',
      section: SECTION,
      needs: FLOW,
    },
    async ({ begin }) => {
      const scene = begin({
        answers: {
          'request-token': () =>
            form([
              ['xoauth_request_auth_url', 'https://photos.example/a?b=c'],
              ['oauth_token', 'a'],
              ['oauth_token_secret', 'b'],
              ['oauth_callback_confirmed', 'true'],
              ['oauth_expires_in', '3600'],
            ]),
        },
      })
      succeeded(await scene.authorize())
    },
  ),
  check(
    {
      id: 'request-token.charset',
      title: 'Accepts an answer whose Content-Type names a charset',
      section: SECTION,
      level: 'SHOULD',
      needs: FLOW,
    },
    async ({ begin }) => {
      const body = 'oauth_token=a&oauth_token_secret=b&oauth_callback_confirmed=true'
      const type = 'application/x-www-form-urlencoded; charset=UTF-8'
      const scene = begin({ answers: { 'request-token': () => typed(type, body) } })
      succeeded(await scene.authorize())
    },
  ),
  check(
    {
      id: 'request-token.decoded',
      title: 'Decodes token and secret once, + as a space, and encodes them where it sends them',
      section: 'RFC 5849 3.6',
      needs: FLOW,
    },
    async ({ begin }) => {
      const scene = begin({ requestToken: { key: 'a+b/c=%2B d&é', secret: 'e+f/g=%26 h&ü' } })
      await scene.flow()
      const exchange = scene.first('access-token')
      const sent = tokenOf(exchange)
      demand(sent === 'a+b/c=%2B d&é', 'the token "a+b/c=%2B d&é"', shown(sent))
      demandSigned(exchange, scene.signers)
    },
  ),
  check(
    {
      id: 'authorize.url',
      title: 'Sends the User to the authorization page with the Request Token',
      section: 'RFC 5849 2.2',
      needs: FLOW,
    },
    async ({ begin }) => {
      const scene = begin({ requestToken: { key: 'a+b/c=%2B d&é' } })
      const { url = '' } = succeeded(await scene.authorize())
      const { origin, pathname, searchParams } = parsed(url)
      demand(
        `${origin}${pathname}` === `${scene.base}/oauth/authorize`,
        `the page ${scene.base}/oauth/authorize`,
        shown(url),
      )
      const values = searchParams.getAll('oauth_token')
      demand(
        values.length === 1 && values[0] === 'a+b/c=%2B d&é',
        'oauth_token once, with the Request Token encoded',
        shown(url),
      )
    },
  ),
  check(
    {
      id: 'authorize.query-kept',
      title: 'Keeps the query that the address of the authorization page has',
      section: 'RFC 5849 2',
      needs: FLOW,
    },
    async ({ begin }) => {
      const scene = begin({ authorizeQuery: '?audience=a%26b' })
      const { url = '' } = succeeded(await scene.authorize())
      const { searchParams } = parsed(url)
      const isKept = searchParams.get('audience') === 'a&b' && searchParams.has('oauth_token')
      demand(isKept, 'audience=a%26b beside oauth_token', shown(url))
    },
  ),
  check(
    {
      id: 'authorize.no-secret',
      title: 'Puts no secret into the address that the User is sent to',
      section: 'RFC 5849 4.5',
      level: 'MAY',
      severity: 'critical',
      needs: FLOW,
    },
    async ({ begin }) => {
      const scene = begin()
      const { url = '' } = succeeded(await scene.authorize())
      const { consumer, tokens } = scene.signers
      const secrets = [consumer.secret, ...Array.from(tokens.values(), ({ secret }) => secret)]
      demand(!secrets.some((secret) => url.includes(secret)), 'an address without secrets', url)
    },
  ),
  check(
    {
      id: 'errors.no-secret',
      title: 'Says in no error what the secrets are',
      section: 'RFC 5849 4.5',
      level: 'MAY',
      severity: 'medium',
      needs: FLOW,
    },
    async ({ begin }) => {
      const scene = begin({ answers: { 'request-token': () => typed('text/plain', 'No.', 401) } })
      const error = failed(await scene.authorize())
      demand(!error.includes(scene.signers.consumer.secret), 'an error without secrets', error)
    },
  ),
  check(
    {
      id: 'errors.problem-in-header',
      title: 'Tells the problem that the provider reports in WWW-Authenticate',
      section: 'Problem Reporting',
      level: 'MAY',
      needs: FLOW,
    },
    async ({ begin }) => {
      const header = ['WWW-Authenticate', 'OAuth realm="p", oauth_problem="consumer_key_refused"']
      const refusal = {
        ...typed('text/plain', 'No.', 401),
        headers: [header as [string, string]],
      }
      const scene = begin({ answers: { 'request-token': () => refusal } })
      const error = failed(await scene.authorize())
      demand(error.includes('consumer_key_refused'), 'consumer_key_refused in the error', error)
    },
  ),
  check(
    {
      id: 'errors.problem-in-body',
      title: 'Tells the problem that the provider reports in its body',
      section: 'Problem Reporting',
      level: 'MAY',
      needs: FLOW,
    },
    async ({ begin }) => {
      const scene = begin({
        answers: { 'request-token': () => form([['oauth_problem', 'consumer_key_refused']], 401) },
      })
      const error = failed(await scene.authorize())
      demand(error.includes('consumer_key_refused'), 'consumer_key_refused in the error', error)
    },
  ),
  check(
    {
      id: 'request-token.gives-up',
      title: 'Does not ask again and again where it is refused',
      section: 'RFC 5849 4.10',
      level: 'MAY',
      severity: 'medium',
      needs: FLOW,
    },
    async ({ begin }) => {
      const scene = begin({ answers: { 'request-token': () => typed('text/plain', 'No.', 401) } })
      failed(await scene.authorize())
      const attempts = scene.at('request-token')
      demand(attempts.length <= 3, 'at most three attempts', String(attempts.length))
    },
  ),
  checkFlow(
    {
      id: 'request-token.form-type',
      title: 'Calls its body a form only where it has one that is signed',
      section: 'RFC 5849 3.4.1.3.1',
    },
    ({ requestToken }, { signers }) => {
      const types = valuesOf(requestToken.message, 'content-type')
      demand(types.length <= 1, 'at most one Content-Type', types.join(', '))
      demandSigned(requestToken, signers)
    },
  ),
  checkFlow(
    {
      id: 'request-token.once',
      title: 'Sends each protocol parameter of the request for a Request Token once',
      section: 'RFC 5849 3.1',
    },
    ({ requestToken }) => {
      const names = protocolOf(requestToken).map(([name]) => name)
      const repeated = names.find((name, index) => names.indexOf(name) !== index)
      demand(repeated === undefined, 'each protocol parameter once', `${repeated ?? ''} twice`)
    },
  ),
]

function parsed(url: string): URL {
  demand(URL.canParse(url), 'an absolute URL', shown(url))
  return new URL(url)
}
