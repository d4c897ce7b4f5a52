import { assertThat } from '../checks/assert-that.js'
import type { Exchange } from '../wire/exchange.js'
import {
  assertAccepted,
  assertIssued,
  assertRefused,
  getHeaders,
  getResponse,
} from './assertions.js'
import { addParameter, createCheck, removeParameter, replaceParameter } from './provider-check.js'
import type { ProviderCheck } from './provider-check.js'
import type { ProviderContext, SignedOptions } from './provider-context.js'
import { percentEncode } from '../reference/index.js'

const SECRETS = 'RFC 5849 4.5'
const MIN_CHARACTERS = 4

/** Asserts that a response shows none of the secrets, as they are or encoded. */
export function assertShowsNone(
  exchange: Exchange,
  secrets: readonly (string | undefined)[],
): void {
  const { body, headers } = getResponse(exchange)
  assertTextShowsNone(`${body}\n${headers.flat().join('\n')}`, secrets)
}

function assertTextShowsNone(text: string, secrets: readonly (string | undefined)[]): void {
  const isShown = secrets
    .filter((secret) => secret !== undefined && secret.length >= MIN_CHARACTERS)
    .some((secret = '') => {
      const forms = [secret, percentEncode(secret), Buffer.from(secret).toString('base64')]
      return forms.some((form) => text.includes(form))
    })
  assertThat(!isShown, 'no secret', 'a secret')
}

/** Refused requests to the resource: the titles of their faults, and their options. */
const REFUSED: readonly (readonly [title: string, options: SignedOptions])[] = [
  ['a wrong signature', { sent: replaceParameter('oauth_signature', 'AAAA') }],
  ['no nonce', { protocol: removeParameter('oauth_nonce') }],
  ['another version', { protocol: replaceParameter('oauth_version', '2.0') }],
  ['an old timestamp', { protocol: replaceParameter('oauth_timestamp', '1') }],
  ['another method', { protocol: replaceParameter('oauth_signature_method', 'HMAC-MD5') }],
  ['two versions', { protocol: addParameter('oauth_version', '1.0') }],
  ['a wrong method label', { protocol: replaceParameter('oauth_signature_method', 'RSA-SHA1') }],
]

/** Checks that responses, redirects and pages show no secret. */
export const leakChecks: readonly ProviderCheck[] = [
  createCheck(
    {
      id: 'refusal.leaks-nothing-anywhere',
      title: 'Shows no secret in any refusal, whatever is wrong',
      section: SECRETS,
      level: 'SHOULD',
      severity: 'critical',
    },
    async (context) => {
      for (const [, options] of REFUSED) {
        const token = await context.getToken()
        const exchange = await context.sendResourceRequest({ ...options, token })
        assertShowsNone(exchange, [context.config.consumer.secret, token.secret])
      }
    },
  ),
  createCheck(
    {
      id: 'resource.leaks-nothing',
      title: 'Shows no secret in the response to a right request',
      section: SECRETS,
      level: 'SHOULD',
      severity: 'critical',
    },
    async (context) => {
      const token = await context.getToken()
      const exchange = await context.sendResourceRequest({ token })
      assertAccepted(exchange)
      assertShowsNone(exchange, [context.config.consumer.secret, token.secret])
    },
  ),
  createCheck(
    {
      id: 'request-token.leaks-nothing',
      title: 'Returns no verifier and no consumer secret with a request token',
      section: 'RFC 5849 2.2',
      severity: 'critical',
    },
    async (context) => {
      const exchange = await context.sendTokenRequest()
      const values = assertIssued(exchange)
      assertThat(!values.has('oauth_verifier'), 'no oauth_verifier', 'oauth_verifier')
      assertShowsNone(exchange, [context.config.consumer.secret])
      const key = values.get('oauth_token') ?? ''
      const { verifier } = await context.decide({ key, secret: '' })
      assertShowsNone(exchange, [verifier])
    },
  ),
  createCheck(
    {
      id: 'access-token.shows-no-other-secret',
      title: 'Returns no other secret with an access token',
      section: SECRETS,
      level: 'SHOULD',
      severity: 'critical',
    },
    async (context) => {
      const { token, verifier } = await context.createApprovedToken()
      const exchange = await context.sendExchangeRequest(token, verifier)
      assertIssued(exchange)
      assertShowsNone(exchange, [context.config.consumer.secret])
    },
  ),
  createCheck(
    {
      id: 'authorization.redirect-leaks-nothing',
      title: 'Puts no secret into the redirect to the callback',
      section: SECRETS,
      level: 'SHOULD',
      severity: 'critical',
    },
    async (context) => {
      const token = await context.createRequestToken()
      const { location = '' } = await context.decide(token)
      const isNamed = /[?&#]oauth_token_secret=/.test(location)
      assertThat(!isNamed, 'no oauth_token_secret', 'oauth_token_secret')
      assertTextShowsNone(location, [token.secret, context.config.consumer.secret])
    },
  ),
  createCheck(
    {
      id: 'authorization.page-leaks-nothing',
      title: 'Shows no secret in the authorization page',
      section: SECRETS,
      level: 'SHOULD',
      severity: 'critical',
    },
    async (context) => {
      const { config } = context
      const token = await context.createRequestToken()
      const separator = config.authorizeUrl.includes('?') ? '&' : '?'
      const url = `${config.authorizeUrl}${separator}oauth_token=${encodeURIComponent(token.key)}`
      const exchange = await context.get(url, config.userHeaders)
      assertShowsNone(exchange, [token.secret, config.consumer.secret])
    },
  ),
  createCheck(
    {
      id: 'refusal.reflects-nothing',
      title: 'Writes no markup of a request into an error page',
      section: 'RFC 5849 3.2',
      level: 'MAY',
      severity: 'high',
    },
    async (context) => {
      for (const name of ['oauth_consumer_key', 'oauth_token', 'oauth_signature_method']) {
        const exchange = await context.sendResourceRequest({
          protocol: replaceParameter(name, MARKUP),
        })
        assertNotReflected(exchange)
      }
      const callback = replaceParameter('oauth_callback', `http://127.0.0.1:9/${MARKUP}`)
      assertNotReflected(await context.sendTokenRequest({ protocol: callback }))
    },
  ),
  createCheck(
    {
      id: 'refusal.header-injection',
      title: 'Splits no header of a refusal at a line break of the request',
      section: 'RFC 5849 3.2',
      level: 'MAY',
      severity: 'critical',
    },
    async (context) => {
      for (const name of ['oauth_consumer_key', 'oauth_token', 'oauth_signature_method']) {
        const exchange = await context.sendResourceRequest({
          protocol: replaceParameter(name, 'x\r\nX-Injected: 1'),
        })
        const injected = getHeaders(exchange, 'x-injected')
        assertThat(injected.length === 0, 'no header of the request', 'X-Injected')
      }
    },
  ),
  createCheck(
    {
      id: 'refusal.content-type',
      title: 'Sends the Content-Type of a refusal, and calls no form HTML',
      section: 'RFC 9110 8.3',
      level: 'SHOULD',
    },
    async (context) => {
      const exchange = await sendWrongSignature(context)
      const { body } = assertRefused(exchange)
      const [type = ''] = getHeaders(exchange, 'content-type')
      assertThat(body === '' || type !== '', 'a Content-Type', 'none')
      const isForm = /^oauth_problem=[\w&=%.+-]*$/.test(body.trim())
      assertThat(!isForm || !/^text\/html/i.test(type), 'the type of a form', type)
    },
  ),
  createCheck(
    {
      id: 'refusal.no-stack-trace',
      title: 'Shows no stack trace in a refusal',
      section: 'RFC 5849 3.2',
      level: 'MAY',
    },
    async (context) => {
      for (const [, options] of REFUSED) {
        const { body } = getResponse(await context.sendResourceRequest(options))
        assertThat(!STACK_TRACE.test(body), 'no stack trace', 'a stack trace')
      }
    },
  ),
]

const MARKUP = '<script>alert(1)</script>'
const STACK_TRACE =
  /\n {2,8}at \S{1,200} \(?\S{1,200}:\d|Traceback \(most recent call last\)|\.java:\d+\)|\.rb:\d+:in /

function assertNotReflected(exchange: Exchange): void {
  const { body } = getResponse(exchange)
  const [type = ''] = getHeaders(exchange, 'content-type')
  // Browsers run markup only in HTML, or in what has no type.
  const isRun = type === '' || /^(?:text\/html|application\/xhtml|image\/svg)/i.test(type)
  assertThat(!isRun || !body.includes(MARKUP), 'the markup escaped', 'markup of the request')
}

function sendWrongSignature(context: ProviderContext): Promise<Exchange> {
  return context.sendResourceRequest({ sent: replaceParameter('oauth_signature', 'wrong') })
}
