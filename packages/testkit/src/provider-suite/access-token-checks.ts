import { accepted, answerOf, demand, hasStatus, headersOf, issued, refused } from './judge.js'
import { check, otherConsumer, plus, replaced } from './provider-check.js'
import type { ProviderCheck } from './provider-check.js'
import { tokenParameters } from './provider-context.js'
import { demandForm, demandSecure } from './request-token-checks.js'

const SECTION = 'RFC 5849 2.3'
const SIMULTANEOUS = 10
const SHORTEST_SECRET = 16

/** The exchange of a Request Token for an Access Token, section 2.3. */
export const accessTokenChecks: readonly ProviderCheck[] = [
  check(
    {
      id: 'access-token.issued',
      title: 'Exchanges an approved Request Token, by status 200',
      section: SECTION,
    },
    async (context) => {
      const { token, verifier } = await context.approved()
      const exchange = await context.accessToken(token, verifier)
      issued(exchange, 'an Access Token')
      demandForm(headersOf(exchange, 'content-type'))
    },
  ),
  check(
    {
      id: 'access-token.no-store',
      title: 'Keeps caches from storing the Access Token',
      section: 'RFC 5849 4.4',
      level: 'SHOULD',
    },
    async (context) => {
      const { token, verifier } = await context.approved()
      const found = headersOf(await context.accessToken(token, verifier), 'cache-control').join(
        ', ',
      )
      demand(/no-store|no-cache|private/i.test(found), 'Cache-Control: no-store', found || 'none')
    },
  ),
  check(
    {
      id: 'access-token.is-new',
      title: 'Issues credentials that are not those of the Request Token',
      section: SECTION,
      severity: 'high',
    },
    async (context) => {
      const { token, verifier } = await context.approved()
      const values = issued(await context.accessToken(token, verifier))
      demand(values.get('oauth_token') !== token.key, 'another token', 'the same')
      demand(values.get('oauth_token_secret') !== token.secret, 'another secret', 'the same')
    },
  ),
  check(
    {
      id: 'access-token.secret-length',
      title: 'Makes secrets long enough to resist guessing',
      section: 'RFC 5849 4.9',
      level: 'SHOULD',
      severity: 'medium',
    },
    async (context) => {
      const { length } = (await context.token()).secret
      demand(
        length >= SHORTEST_SECRET,
        `a secret of ${SHORTEST_SECRET} characters or more`,
        `one of ${length}`,
      )
    },
  ),
  check(
    {
      id: 'access-token.works',
      title: 'Accepts the Access Token at the resource',
      section: SECTION,
    },
    async (context) => {
      accepted(await context.resource({ token: await context.newToken() }))
    },
  ),
  check(
    {
      id: 'access-token.verifier-absent',
      title: 'Refuses an exchange without a verifier',
      section: SECTION,
      severity: 'critical',
    },
    async (context) => {
      refused(await context.accessToken((await context.approved()).token, undefined))
    },
  ),
  check(
    {
      id: 'access-token.verifier-wrong',
      title: 'Refuses a wrong verifier',
      section: SECTION,
      severity: 'critical',
    },
    async (context) => {
      refused(await context.accessToken((await context.approved()).token, 'wrong'))
    },
  ),
  check(
    {
      id: 'access-token.verifier-empty',
      title: 'Refuses an empty verifier',
      section: SECTION,
      severity: 'critical',
    },
    async (context) => {
      refused(await context.accessToken((await context.approved()).token, ''))
    },
  ),
  check(
    {
      id: 'access-token.verifier-prefix',
      title: 'Refuses the beginning of a verifier',
      section: SECTION,
      severity: 'critical',
    },
    async (context) => {
      const { token, verifier } = await context.approved()
      refused(await context.accessToken(token, verifier.slice(0, -1)))
    },
  ),
  check(
    {
      id: 'access-token.verifier-of-another',
      title: 'Refuses the verifier of another Request Token',
      section: SECTION,
      severity: 'critical',
    },
    async (context) => {
      const [one, other] = [await context.approved(), await context.approved()]
      refused(await context.accessToken(one.token, other.verifier))
    },
  ),
  check(
    {
      id: 'access-token.verifier-twice',
      title: 'Refuses two verifiers',
      section: 'RFC 5849 3.1',
      severity: 'medium',
    },
    async (context) => {
      const { token, verifier } = await context.approved()
      refused(
        await context.accessToken(token, verifier, { protocol: plus('oauth_verifier', 'other') }),
      )
    },
  ),
  check(
    {
      id: 'access-token.verifier-unsigned',
      title: 'Refuses a verifier that was changed after signing',
      section: 'RFC 5849 3.2',
      severity: 'critical',
    },
    async (context) => {
      const { token, verifier } = await context.approved()
      refused(
        await context.accessToken(token, 'signed', { sent: replaced('oauth_verifier', verifier) }),
      )
    },
  ),
  check(
    {
      id: 'access-token.not-approved',
      title: 'Refuses a Request Token that nobody has approved',
      section: SECTION,
      severity: 'critical',
    },
    async (context) => {
      refused(await context.accessToken(await context.newRequestToken(), undefined))
    },
  ),
  check(
    {
      id: 'access-token.not-approved-empty-verifier',
      title: 'Refuses a Request Token that nobody has approved, with an empty verifier',
      section: SECTION,
      severity: 'critical',
    },
    async (context) => {
      refused(await context.accessToken(await context.newRequestToken(), ''))
    },
  ),
  check(
    {
      id: 'access-token.used-twice',
      title: 'Exchanges a Request Token once',
      section: 'RFC 5849 2',
      severity: 'high',
    },
    async (context) => {
      const { token, verifier } = await context.approved()
      issued(await context.accessToken(token, verifier))
      refused(await context.accessToken(token, verifier))
    },
  ),
  check(
    {
      id: 'access-token.used-twice-status',
      title: 'Refuses a used Request Token by status 401',
      section: 'RFC 5849 3.2',
      level: 'SHOULD',
    },
    async (context) => {
      const { token, verifier } = await context.approved()
      issued(await context.accessToken(token, verifier))
      hasStatus(await context.accessToken(token, verifier), [401])
    },
  ),
  check(
    {
      id: 'access-token.simultaneous',
      title: 'Lets one of ten simultaneous exchanges succeed',
      section: 'RFC 5849 2',
      severity: 'high',
    },
    async (context) => {
      const { token, verifier } = await context.approved()
      const exchanges = await Promise.all(
        Array.from({ length: SIMULTANEOUS }, () => context.accessToken(token, verifier)),
      )
      for (const exchange of exchanges) {
        const secret = tokenParameters(exchange).get('oauth_token_secret')
        if (secret !== undefined) context.mask.add(secret)
      }
      const passed = exchanges.filter((exchange) => answerOf(exchange).status < 300).length
      demand(passed === 1, 'one exchange to succeed', `${passed} succeeded`)
    },
  ),
  check(
    {
      id: 'access-token.of-another',
      title: 'Refuses the Request Token of another Consumer',
      section: SECTION,
      severity: 'critical',
      needs: ['otherConsumer'],
    },
    async (context) => {
      const { token, verifier } = await context.approved()
      refused(await context.accessToken(token, verifier, { consumer: otherConsumer(context) }))
    },
  ),
  check(
    {
      id: 'access-token.wrong-token-secret',
      title: 'Refuses a wrong token secret',
      section: SECTION,
      severity: 'critical',
    },
    async (context) => {
      const { token, verifier } = await context.approved()
      refused(await context.accessToken(token, verifier, { keys: { tokenSecret: 'wrong-secret' } }))
    },
  ),
  check(
    {
      id: 'access-token.wrong-signature',
      title: 'Refuses a wrong signature',
      section: SECTION,
      severity: 'critical',
    },
    async (context) => {
      const { token, verifier } = await context.approved()
      refused(
        await context.accessToken(token, verifier, { sent: replaced('oauth_signature', 'wrong') }),
      )
    },
  ),
  check(
    {
      id: 'access-token.survives-wrong-signature',
      title: 'Spends no Request Token on a wrong signature',
      section: SECTION,
      level: 'MAY',
      severity: 'medium',
    },
    async (context) => {
      const { token, verifier } = await context.approved()
      refused(
        await context.accessToken(token, verifier, { sent: replaced('oauth_signature', 'wrong') }),
      )
      issued(await context.accessToken(token, verifier), 'an Access Token after a forged attempt')
    },
  ),
  check(
    {
      id: 'access-token.token-absent',
      title: 'Refuses an exchange without a token',
      section: SECTION,
    },
    async (context) => {
      refused(await context.accessToken({ key: '', secret: '' }, 'anything', { token: null }))
    },
  ),
  check(
    {
      id: 'access-token.unknown-token',
      title: 'Refuses a Request Token that it does not know',
      section: SECTION,
      severity: 'critical',
    },
    async (context) => {
      refused(await context.accessToken({ key: 'nobody-knows-this', secret: '' }, 'anything'))
    },
  ),
  check(
    {
      id: 'access-token.by-access-token',
      title: 'Exchanges no Access Token',
      section: SECTION,
      severity: 'high',
    },
    async (context) => {
      refused(await context.accessToken(await context.token(), 'anything'))
    },
  ),
  check(
    {
      id: 'access-token.request-token-dead',
      title: 'Refuses an exchanged Request Token at the resource',
      section: 'RFC 5849 2',
      severity: 'critical',
    },
    async (context) => {
      const { token, verifier } = await context.approved()
      issued(await context.accessToken(token, verifier))
      refused(await context.resource({ token }))
    },
  ),
  check(
    {
      id: 'access-token.by-form',
      title: 'Takes the exchange by form',
      section: 'RFC 5849 3.5.2',
      needs: ['form-transmission'],
    },
    async (context) => {
      const { token, verifier } = await context.approved()
      issued(await context.accessToken(token, verifier, { transmission: 'form' }))
    },
  ),
  check(
    {
      id: 'access-token.by-query',
      title: 'Takes the exchange by query',
      section: 'RFC 5849 3.5.3',
      needs: ['query-transmission'],
    },
    async (context) => {
      const { token, verifier } = await context.approved()
      issued(await context.accessToken(token, verifier, { transmission: 'query' }))
    },
  ),
  check(
    {
      id: 'access-token.transport',
      title: 'Issues Access Tokens over TLS alone',
      section: SECTION,
      severity: 'high',
    },
    async ({ config }) => {
      demandSecure(config.accessTokenUrl)
      await Promise.resolve()
    },
  ),
  check(
    {
      id: 'access-token.leaks-nothing',
      title: 'Repeats no secret and no verifier when it refuses',
      section: 'RFC 5849 4.5',
      severity: 'critical',
    },
    async (context) => {
      const { token, verifier } = await context.approved()
      const { body } = refused(await context.accessToken(token, 'wrong'))
      demand(
        ![token.secret, verifier, context.config.consumer.secret ?? '\0'].some((secret) =>
          body.includes(secret),
        ),
        'no secret',
        'a secret in the answer',
      )
    },
  ),
  check(
    {
      id: 'request-token.expires',
      title: 'Lets Request Tokens expire',
      section: 'RFC 5849 2',
      level: 'SHOULD',
      severity: 'medium',
      needs: ['clockUrl', 'requestTokenLifetimeSeconds'],
    },
    async (context) => {
      const { token, verifier } = await context.approved()
      await context.advance((context.config.requestTokenLifetimeSeconds ?? 0) + 1)
      refused(await context.accessToken(token, verifier))
    },
  ),
]
