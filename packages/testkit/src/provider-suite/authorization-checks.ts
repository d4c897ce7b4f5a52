import { demand, headersOf, issued, refused, answerOf } from './judge.js'
import { check, replaced } from './provider-check.js'
import type { ProviderCheck } from './provider-check.js'
import type { ProviderContext } from './provider-context.js'
import { withCallback } from './request-token-checks.js'

const SECTION = 'RFC 5849 2.2'
const SHORTEST_VERIFIER = 6

function page({ config }: ProviderContext, token: string): string {
  return `${config.authorizeUrl}${config.authorizeUrl.includes('?') ? '&' : '?'}oauth_token=${encodeURIComponent(token)}`
}

/** The User's decision, section 2.2. */
export const authorizationChecks: readonly ProviderCheck[] = [
  check(
    {
      id: 'authorization.callback',
      title: 'Sends the User back to the callback with token and verifier',
      section: SECTION,
    },
    async (context) => {
      const token = await context.newRequestToken()
      const { location = 'no redirect' } = await context.decide(token)
      const callback = context.config.callback ?? 'http://127.0.0.1:9/ready'
      demand(location.startsWith(callback), `a redirect to ${callback}`, location)
      const query = new URL(location).searchParams
      demand(
        query.get('oauth_token') === token.key,
        'the Request Token in oauth_token',
        query.get('oauth_token') ?? 'none',
      )
      demand((query.get('oauth_verifier') ?? '') !== '', 'a verifier', 'none')
    },
  ),
  check(
    {
      id: 'authorization.callback-query',
      title: 'Appends to the query of the callback, and keeps it',
      section: SECTION,
    },
    async (context) => {
      const callback = `${context.config.callback ?? 'http://127.0.0.1:9/ready'}?x=1&y=a%20b%2F`
      const token = await context.newRequestToken({
        protocol: replaced('oauth_callback', callback),
      })
      const { location = 'no redirect' } = await context.decide(token)
      demand(
        location.startsWith(`${callback}&oauth_`),
        `a redirect to ${callback}&oauth_…`,
        location,
      )
    },
  ),
  check(
    {
      id: 'authorization.verifier-unique',
      title: 'Makes another verifier each time',
      section: SECTION,
      severity: 'critical',
    },
    async (context) => {
      const [one, other] = [await context.approved(), await context.approved()]
      demand(one.verifier !== other.verifier, 'two different verifiers', 'the same twice')
    },
  ),
  check(
    {
      id: 'authorization.verifier-length',
      title: 'Makes verifiers that cannot be guessed',
      section: SECTION,
      severity: 'medium',
    },
    async (context) => {
      const { length } = (await context.approved()).verifier
      demand(length >= SHORTEST_VERIFIER, `${SHORTEST_VERIFIER} characters or more`, `${length}`)
    },
  ),
  check(
    {
      id: 'authorization.verifier-not-token',
      title: 'Does not make the verifier of the token',
      section: SECTION,
      severity: 'critical',
    },
    async (context) => {
      const { token, verifier } = await context.approved()
      const isDerived = token.key.includes(verifier) || verifier.includes(token.key)
      demand(!isDerived, 'a verifier that has nothing of the token', 'one that has')
    },
  ),
  check(
    {
      id: 'authorization.denied',
      title: 'Gives no verifier when the User denies',
      section: SECTION,
      severity: 'critical',
    },
    async (context) => {
      const { verifier } = await context.decide(await context.newRequestToken(), 'deny')
      demand(verifier === undefined, 'no verifier', 'a verifier')
    },
  ),
  check(
    {
      id: 'authorization.denied-exchange',
      title: 'Exchanges no Request Token that the User has denied',
      section: 'RFC 5849 2.3',
      severity: 'critical',
    },
    async (context) => {
      const token = await context.newRequestToken()
      await context.decide(token, 'deny')
      refused(await context.accessToken(token, 'anything'))
    },
  ),
  check(
    {
      id: 'authorization.out-of-band',
      title: 'Shows the verifier where there is no callback',
      section: SECTION,
      level: 'SHOULD',
      needs: ['out-of-band'],
    },
    async (context) => {
      const values = issued(await withCallback(context, 'oob'))
      const token = {
        key: values.get('oauth_token') ?? '',
        secret: values.get('oauth_token_secret') ?? '',
      }
      const { verifier } = await context.decide(token)
      demand(verifier !== undefined, 'a verifier', 'none')
      issued(await context.accessToken(token, verifier), 'an Access Token by the verifier shown')
    },
  ),
  check(
    {
      id: 'authorization.unknown-token',
      title: 'Leads nobody anywhere for a Request Token that it does not know',
      section: SECTION,
      severity: 'medium',
    },
    async (context) => {
      const exchange = await context.get(
        page(context, 'nobody-knows-this'),
        context.config.userHeaders,
      )
      const { status } = answerOf(exchange)
      const [location = ''] = headersOf(exchange, 'location')
      demand(
        status < 500 && !location.includes('oauth_verifier'),
        'a page or a login',
        `${status} ${location}`,
      )
    },
  ),
  check(
    {
      id: 'authorization.reflects-nothing',
      title: 'Shows nothing of the query as HTML',
      section: 'RFC 5849 4.7',
      severity: 'critical',
    },
    async (context) => {
      const exchange = await context.get(
        page(context, '"><script>alert(1)</script>'),
        context.config.userHeaders,
      )
      demand(
        !answerOf(exchange).body.includes('<script>alert(1)'),
        'the query escaped',
        'a script of the query',
      )
    },
  ),
  check(
    {
      id: 'authorization.get-decides-nothing',
      title: 'Decides nothing by showing the page',
      section: 'RFC 5849 4.13',
      severity: 'critical',
      needs: ['userHeaders'],
    },
    async (context) => {
      const token = await context.newRequestToken()
      const exchange = await context.get(page(context, token.key), context.config.userHeaders)
      const [location = ''] = headersOf(exchange, 'location')
      demand(!location.includes('oauth_verifier'), 'a page', 'a verifier without a decision')
    },
  ),
  check(
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
        page(context, (await context.newRequestToken()).key),
        context.config.userHeaders,
      )
      const isKept =
        headersOf(exchange, 'x-frame-options').length > 0 ||
        headersOf(exchange, 'content-security-policy').join().includes('frame-ancestors')
      demand(isKept, 'X-Frame-Options, or frame-ancestors', 'neither')
    },
  ),
  check(
    {
      id: 'authorization.used-token',
      title: 'Asks no User about a Request Token that was exchanged',
      section: SECTION,
      severity: 'high',
    },
    async (context) => {
      const { token, verifier } = await context.approved()
      issued(await context.accessToken(token, verifier))
      const again = await context.decide(token).catch(() => ({ verifier: undefined }))
      demand(again.verifier === undefined, 'no verifier', 'another verifier')
    },
  ),
]
