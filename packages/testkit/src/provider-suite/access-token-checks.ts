import {
  assertAccepted,
  getResponse,
  assertThat,
  assertStatus,
  getHeaders,
  assertIssued,
  assertRefused,
} from './assertions.js'
import { createCheck, getOtherConsumer, addParameter, replaceParameter } from './provider-check.js'
import type { ProviderCheck } from './provider-check.js'
import { readTokenParameters } from './provider-context.js'
import { assertFormType, assertSecureUrl } from './request-token-checks.js'

const SECTION = 'RFC 5849 2.3'
const SIMULTANEOUS = 10
const MIN_SECRET_CHARACTERS = 16

/** The exchange of a Request Token for an Access Token, section 2.3. */
export const accessTokenChecks: readonly ProviderCheck[] = [
  createCheck(
    {
      id: 'access-token.issued',
      title: 'Exchanges an approved Request Token, by status 200',
      section: SECTION,
    },
    async (context) => {
      const { token, verifier } = await context.createApprovedToken()
      const exchange = await context.sendExchangeRequest(token, verifier)
      assertIssued(exchange, 'an Access Token')
      assertFormType(getHeaders(exchange, 'content-type'))
    },
  ),
  createCheck(
    {
      id: 'access-token.no-store',
      title: 'Keeps caches from storing the Access Token',
      section: 'RFC 5849 4.4',
      level: 'SHOULD',
    },
    async (context) => {
      const { token, verifier } = await context.createApprovedToken()
      const found = getHeaders(
        await context.sendExchangeRequest(token, verifier),
        'cache-control',
      ).join(', ')
      assertThat(
        /no-store|no-cache|private/i.test(found),
        'Cache-Control: no-store',
        found || 'none',
      )
    },
  ),
  createCheck(
    {
      id: 'access-token.is-new',
      title: 'Issues credentials that are not those of the Request Token',
      section: SECTION,
      severity: 'high',
    },
    async (context) => {
      const { token, verifier } = await context.createApprovedToken()
      const values = assertIssued(await context.sendExchangeRequest(token, verifier))
      assertThat(values.get('oauth_token') !== token.key, 'another token', 'the same')
      assertThat(values.get('oauth_token_secret') !== token.secret, 'another secret', 'the same')
    },
  ),
  createCheck(
    {
      id: 'access-token.secret-length',
      title: 'Makes secrets long enough to resist guessing',
      section: 'RFC 5849 4.9',
      level: 'SHOULD',
      severity: 'medium',
    },
    async (context) => {
      const { length } = (await context.getToken()).secret
      assertThat(
        length >= MIN_SECRET_CHARACTERS,
        `a secret of ${MIN_SECRET_CHARACTERS} characters or more`,
        `one of ${length}`,
      )
    },
  ),
  createCheck(
    {
      id: 'access-token.works',
      title: 'Accepts the Access Token at the resource',
      section: SECTION,
    },
    async (context) => {
      assertAccepted(await context.sendResourceRequest({ token: await context.createToken() }))
    },
  ),
  createCheck(
    {
      id: 'access-token.verifier-absent',
      title: 'Refuses an exchange without a verifier',
      section: SECTION,
      severity: 'critical',
    },
    async (context) => {
      assertRefused(
        await context.sendExchangeRequest((await context.createApprovedToken()).token, undefined),
      )
    },
  ),
  createCheck(
    {
      id: 'access-token.verifier-wrong',
      title: 'Refuses a wrong verifier',
      section: SECTION,
      severity: 'critical',
    },
    async (context) => {
      assertRefused(
        await context.sendExchangeRequest((await context.createApprovedToken()).token, 'wrong'),
      )
    },
  ),
  createCheck(
    {
      id: 'access-token.verifier-empty',
      title: 'Refuses an empty verifier',
      section: SECTION,
      severity: 'critical',
    },
    async (context) => {
      assertRefused(
        await context.sendExchangeRequest((await context.createApprovedToken()).token, ''),
      )
    },
  ),
  createCheck(
    {
      id: 'access-token.verifier-prefix',
      title: 'Refuses the beginning of a verifier',
      section: SECTION,
      severity: 'critical',
    },
    async (context) => {
      const { token, verifier } = await context.createApprovedToken()
      assertRefused(await context.sendExchangeRequest(token, verifier.slice(0, -1)))
    },
  ),
  createCheck(
    {
      id: 'access-token.verifier-of-another',
      title: 'Refuses the verifier of another Request Token',
      section: SECTION,
      severity: 'critical',
    },
    async (context) => {
      const [one, other] = [
        await context.createApprovedToken(),
        await context.createApprovedToken(),
      ]
      assertRefused(await context.sendExchangeRequest(one.token, other.verifier))
    },
  ),
  createCheck(
    {
      id: 'access-token.verifier-twice',
      title: 'Refuses two verifiers',
      section: 'RFC 5849 3.1',
      severity: 'medium',
    },
    async (context) => {
      const { token, verifier } = await context.createApprovedToken()
      assertRefused(
        await context.sendExchangeRequest(token, verifier, {
          protocol: addParameter('oauth_verifier', 'other'),
        }),
      )
    },
  ),
  createCheck(
    {
      id: 'access-token.verifier-unsigned',
      title: 'Refuses a verifier that was changed after signing',
      section: 'RFC 5849 3.2',
      severity: 'critical',
    },
    async (context) => {
      const { token, verifier } = await context.createApprovedToken()
      assertRefused(
        await context.sendExchangeRequest(token, 'signed', {
          sent: replaceParameter('oauth_verifier', verifier),
        }),
      )
    },
  ),
  createCheck(
    {
      id: 'access-token.not-approved',
      title: 'Refuses a Request Token that nobody has approved',
      section: SECTION,
      severity: 'critical',
    },
    async (context) => {
      assertRefused(
        await context.sendExchangeRequest(await context.createRequestToken(), undefined),
      )
    },
  ),
  createCheck(
    {
      id: 'access-token.not-approved-empty-verifier',
      title: 'Refuses a Request Token that nobody has approved, with an empty verifier',
      section: SECTION,
      severity: 'critical',
    },
    async (context) => {
      assertRefused(await context.sendExchangeRequest(await context.createRequestToken(), ''))
    },
  ),
  createCheck(
    {
      id: 'access-token.used-twice',
      title: 'Exchanges a Request Token once',
      section: 'RFC 5849 2',
      severity: 'high',
    },
    async (context) => {
      const { token, verifier } = await context.createApprovedToken()
      assertIssued(await context.sendExchangeRequest(token, verifier))
      assertRefused(await context.sendExchangeRequest(token, verifier))
    },
  ),
  createCheck(
    {
      id: 'access-token.used-twice-status',
      title: 'Refuses a used Request Token by status 401',
      section: 'RFC 5849 3.2',
      level: 'SHOULD',
    },
    async (context) => {
      const { token, verifier } = await context.createApprovedToken()
      assertIssued(await context.sendExchangeRequest(token, verifier))
      assertStatus(await context.sendExchangeRequest(token, verifier), [401])
    },
  ),
  createCheck(
    {
      id: 'access-token.simultaneous',
      title: 'Lets one of ten simultaneous exchanges succeed',
      section: 'RFC 5849 2',
      severity: 'high',
    },
    async (context) => {
      const { token, verifier } = await context.createApprovedToken()
      const exchanges = await Promise.all(
        Array.from({ length: SIMULTANEOUS }, () => context.sendExchangeRequest(token, verifier)),
      )
      for (const exchange of exchanges) {
        const secret = readTokenParameters(exchange).get('oauth_token_secret')
        if (secret !== undefined) context.mask.add(secret)
      }
      const passed = exchanges.filter((exchange) => getResponse(exchange).status < 300).length
      assertThat(passed === 1, 'one exchange to succeed', `${passed} succeeded`)
    },
  ),
  createCheck(
    {
      id: 'access-token.of-another',
      title: 'Refuses the Request Token of another Consumer',
      section: SECTION,
      severity: 'critical',
      needs: ['otherConsumer'],
    },
    async (context) => {
      const { token, verifier } = await context.createApprovedToken()
      assertRefused(
        await context.sendExchangeRequest(token, verifier, { consumer: getOtherConsumer(context) }),
      )
    },
  ),
  createCheck(
    {
      id: 'access-token.wrong-token-secret',
      title: 'Refuses a wrong token secret',
      section: SECTION,
      severity: 'critical',
    },
    async (context) => {
      const { token, verifier } = await context.createApprovedToken()
      assertRefused(
        await context.sendExchangeRequest(token, verifier, {
          keys: { tokenSecret: 'wrong-secret' },
        }),
      )
    },
  ),
  createCheck(
    {
      id: 'access-token.wrong-signature',
      title: 'Refuses a wrong signature',
      section: SECTION,
      severity: 'critical',
    },
    async (context) => {
      const { token, verifier } = await context.createApprovedToken()
      assertRefused(
        await context.sendExchangeRequest(token, verifier, {
          sent: replaceParameter('oauth_signature', 'wrong'),
        }),
      )
    },
  ),
  createCheck(
    {
      id: 'access-token.survives-wrong-signature',
      title: 'Spends no Request Token on a wrong signature',
      section: SECTION,
      level: 'MAY',
      severity: 'medium',
    },
    async (context) => {
      const { token, verifier } = await context.createApprovedToken()
      assertRefused(
        await context.sendExchangeRequest(token, verifier, {
          sent: replaceParameter('oauth_signature', 'wrong'),
        }),
      )
      assertIssued(
        await context.sendExchangeRequest(token, verifier),
        'an Access Token after a forged attempt',
      )
    },
  ),
  createCheck(
    {
      id: 'access-token.token-absent',
      title: 'Refuses an exchange without a token',
      section: SECTION,
    },
    async (context) => {
      assertRefused(
        await context.sendExchangeRequest({ key: '', secret: '' }, 'anything', { token: null }),
      )
    },
  ),
  createCheck(
    {
      id: 'access-token.unknown-token',
      title: 'Refuses a Request Token that it does not know',
      section: SECTION,
      severity: 'critical',
    },
    async (context) => {
      assertRefused(
        await context.sendExchangeRequest({ key: 'nobody-knows-this', secret: '' }, 'anything'),
      )
    },
  ),
  createCheck(
    {
      id: 'access-token.by-access-token',
      title: 'Exchanges no Access Token',
      section: SECTION,
      severity: 'high',
    },
    async (context) => {
      assertRefused(await context.sendExchangeRequest(await context.getToken(), 'anything'))
    },
  ),
  createCheck(
    {
      id: 'access-token.request-token-dead',
      title: 'Refuses an exchanged Request Token at the resource',
      section: 'RFC 5849 2',
      severity: 'critical',
    },
    async (context) => {
      const { token, verifier } = await context.createApprovedToken()
      assertIssued(await context.sendExchangeRequest(token, verifier))
      assertRefused(await context.sendResourceRequest({ token }))
    },
  ),
  createCheck(
    {
      id: 'access-token.by-form',
      title: 'Takes the exchange by form',
      section: 'RFC 5849 3.5.2',
      needs: ['form-transmission'],
    },
    async (context) => {
      const { token, verifier } = await context.createApprovedToken()
      assertIssued(await context.sendExchangeRequest(token, verifier, { transmission: 'form' }))
    },
  ),
  createCheck(
    {
      id: 'access-token.by-query',
      title: 'Takes the exchange by query',
      section: 'RFC 5849 3.5.3',
      needs: ['query-transmission'],
    },
    async (context) => {
      const { token, verifier } = await context.createApprovedToken()
      assertIssued(await context.sendExchangeRequest(token, verifier, { transmission: 'query' }))
    },
  ),
  createCheck(
    {
      id: 'access-token.transport',
      title: 'Issues Access Tokens over TLS alone',
      section: SECTION,
      severity: 'high',
    },
    async ({ config }) => {
      assertSecureUrl(config.accessTokenUrl)
      await Promise.resolve()
    },
  ),
  createCheck(
    {
      id: 'access-token.leaks-nothing',
      title: 'Repeats no secret and no verifier when it refuses',
      section: 'RFC 5849 4.5',
      severity: 'critical',
    },
    async (context) => {
      const { token, verifier } = await context.createApprovedToken()
      const { body } = assertRefused(await context.sendExchangeRequest(token, 'wrong'))
      assertThat(
        ![token.secret, verifier, context.config.consumer.secret ?? '\0'].some((secret) =>
          body.includes(secret),
        ),
        'no secret',
        'a secret in the response',
      )
    },
  ),
  createCheck(
    {
      id: 'request-token.expires',
      title: 'Lets Request Tokens expire',
      section: 'RFC 5849 2',
      level: 'SHOULD',
      severity: 'medium',
      needs: ['clockUrl', 'requestTokenLifetimeSeconds'],
    },
    async (context) => {
      const { token, verifier } = await context.createApprovedToken()
      await context.advance((context.config.requestTokenLifetimeSeconds ?? 0) + 1)
      assertRefused(await context.sendExchangeRequest(token, verifier))
    },
  ),
]
