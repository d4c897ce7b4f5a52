import { assertThat } from '../checks/assert-that.js'
import { NotApplicable } from '../checks/not-applicable.js'
import { getHeaders, assertIssued, assertRefused, getResponse } from './assertions.js'
import { createCheck } from './provider-check.js'
import type { ProviderCheck } from './provider-check.js'
import type { ProviderContext } from './provider-context.js'
import { addCallbackQuery, getRedirectCallback, sendWithCallback } from './callback-checks.js'
import { isSuccess } from './token-response.js'

const SECTION = 'RFC 5849 2.2'
const MIN_VERIFIER_CHARACTERS = 6

function getPageUrl({ config }: ProviderContext, token: string): string {
  return `${config.authorizeUrl}${config.authorizeUrl.includes('?') ? '&' : '?'}oauth_token=${encodeURIComponent(token)}`
}

/** The user's decision, section 2.2. */
export const authorizationChecks: readonly ProviderCheck[] = [
  createCheck(
    {
      id: 'authorization.callback',
      title: 'Sends the user back to the callback with token and verifier',
      section: SECTION,
    },
    async (context) => {
      const callback = getRedirectCallback(context)
      const token = await context.createRequestToken()
      const { location = 'no redirect' } = await context.decide(token)
      assertThat(location.startsWith(callback), `a redirect to ${callback}`, location)
      const query = new URL(location).searchParams
      assertThat(
        query.get('oauth_token') === token.key,
        'the request token in oauth_token',
        query.get('oauth_token') ?? 'none',
      )
      assertThat((query.get('oauth_verifier') ?? '') !== '', 'a verifier', 'none')
    },
  ),
  createCheck(
    {
      id: 'authorization.callback-query',
      title: 'Appends to the query of the callback, and keeps it',
      section: SECTION,
    },
    async (context) => {
      const callback = addCallbackQuery(getRedirectCallback(context))
      const issued = await sendWithCallback(context, callback)
      if (!isSuccess(issued) && context.config.features?.includes('registered-callbacks') === true)
        throw new NotApplicable('the callback with a query is not registered')
      const values = assertIssued(issued)
      const { location = 'no redirect' } = await context.decide({
        key: values.get('oauth_token') ?? '',
        secret: '',
      })
      assertThat(location.startsWith(`${callback}&`), `a redirect to ${callback}&…`, location)
    },
  ),
  createCheck(
    {
      id: 'authorization.verifier-unique',
      title: 'Makes another verifier each time',
      section: SECTION,
      severity: 'critical',
    },
    async (context) => {
      const [one, other] = [
        await context.createApprovedToken(),
        await context.createApprovedToken(),
      ]
      assertThat(one.verifier !== other.verifier, 'two different verifiers', 'the same twice')
    },
  ),
  createCheck(
    {
      id: 'authorization.verifier-length',
      title: 'Makes verifiers that cannot be guessed',
      section: SECTION,
      severity: 'medium',
    },
    async (context) => {
      const { length } = (await context.createApprovedToken()).verifier
      assertThat(
        length >= MIN_VERIFIER_CHARACTERS,
        `${MIN_VERIFIER_CHARACTERS} characters or more`,
        `${length}`,
      )
    },
  ),
  createCheck(
    {
      id: 'authorization.verifier-not-token',
      title: 'Does not make the verifier of the token',
      section: SECTION,
      severity: 'critical',
    },
    async (context) => {
      const { token, verifier } = await context.createApprovedToken()
      const isDerived = token.key.includes(verifier) || verifier.includes(token.key)
      assertThat(!isDerived, 'a verifier that has nothing of the token', 'one that has')
    },
  ),
  createCheck(
    {
      id: 'authorization.denied',
      title: 'Gives no verifier when the user denies',
      section: SECTION,
      severity: 'critical',
    },
    async (context) => {
      const { verifier } = await context.decide(await context.createRequestToken(), 'deny')
      assertThat(verifier === undefined, 'no verifier', 'a verifier')
    },
  ),
  createCheck(
    {
      id: 'authorization.denied-exchange',
      title: 'Exchanges no request token that the user has denied',
      section: 'RFC 5849 2.3',
      severity: 'critical',
    },
    async (context) => {
      const token = await context.createRequestToken()
      await context.decide(token, 'deny')
      assertRefused(await context.sendExchangeRequest(token, 'anything'))
    },
  ),
  createCheck(
    {
      id: 'authorization.out-of-band',
      title: 'Shows the verifier if there is no callback',
      section: SECTION,
      level: 'SHOULD',
      needs: ['out-of-band'],
    },
    async (context) => {
      const values = assertIssued(await sendWithCallback(context, 'oob'))
      const token = {
        key: values.get('oauth_token') ?? '',
        secret: values.get('oauth_token_secret') ?? '',
      }
      const { verifier } = await context.decide(token)
      assertThat(verifier !== undefined, 'a verifier', 'none')
      assertIssued(
        await context.sendExchangeRequest(token, verifier),
        'an access token by the verifier shown',
      )
    },
  ),
  createCheck(
    {
      id: 'authorization.unknown-token',
      title: 'Leads nobody anywhere for a request token that it does not know',
      section: SECTION,
      severity: 'medium',
      level: 'SHOULD',
    },
    async (context) => {
      const exchange = await context.get(
        getPageUrl(context, 'nobody-knows-this'),
        context.config.userHeaders,
      )
      const { status } = getResponse(exchange)
      const [location = ''] = getHeaders(exchange, 'location')
      assertThat(
        status < 500 && !location.includes('oauth_verifier'),
        'a page or a login',
        `${status} ${location}`,
      )
    },
  ),
  createCheck(
    {
      id: 'authorization.reflects-nothing',
      title: 'Shows nothing of the query as HTML',
      section: 'RFC 5849 2.2',
      severity: 'critical',
      level: 'MAY',
    },
    async (context) => {
      const exchange = await context.get(
        getPageUrl(context, '"><script>alert(1)</script>'),
        context.config.userHeaders,
      )
      assertThat(
        !getResponse(exchange).body.includes('<script>alert(1)'),
        'the query escaped',
        'a script of the query',
      )
    },
  ),
  createCheck(
    {
      id: 'authorization.get-decides-nothing',
      title: 'Decides nothing by showing the page',
      section: 'RFC 5849 4.13',
      severity: 'critical',
      needs: ['userHeaders'],
      level: 'SHOULD',
    },
    async (context) => {
      if (context.config.features?.includes('repeat-authorizations') === true)
        throw new NotApplicable('the provider approves repeat authorizations (section 4.15)')
      const token = await context.createRequestToken()
      const exchange = await context.get(getPageUrl(context, token.key), context.config.userHeaders)
      const [location = ''] = getHeaders(exchange, 'location')
      assertThat(!location.includes('oauth_verifier'), 'a page', 'a verifier without a decision')
    },
  ),
  createCheck(
    {
      id: 'authorization.framing',
      title: 'Keeps the page out of frames',
      section: 'RFC 5849 4.14',
      level: 'SHOULD',
      severity: 'medium',
      needs: ['userHeaders'],
    },
    async (context) => {
      const exchange = await context.get(
        getPageUrl(context, (await context.createRequestToken()).key),
        context.config.userHeaders,
      )
      if (getHeaders(exchange, 'location').length > 0)
        throw new NotApplicable('the provider redirects and shows no page')
      const isKept =
        getHeaders(exchange, 'x-frame-options').length > 0 ||
        getHeaders(exchange, 'content-security-policy').join().includes('frame-ancestors')
      assertThat(isKept, 'X-Frame-Options, or frame-ancestors', 'neither')
    },
  ),
  createCheck(
    {
      id: 'authorization.used-token',
      title: 'Asks no user about a request token that was exchanged',
      section: 'RFC 5849 2',
      severity: 'high',
      level: 'SHOULD',
    },
    async (context) => {
      const { token, verifier } = await context.createApprovedToken()
      assertIssued(await context.sendExchangeRequest(token, verifier))
      const again = await context.decide(token).catch(() => ({ verifier: undefined }))
      assertThat(again.verifier === undefined, 'no verifier', 'another verifier')
    },
  ),
]
