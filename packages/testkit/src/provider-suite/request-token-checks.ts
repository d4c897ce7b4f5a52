import { assertThat } from '../checks/assert-that.js'
import {
  assertAccepted,
  getHeaders,
  assertIssued,
  assertIssuedAsForm,
  assertRefused,
  assertFormType,
  assertSecureUrl,
} from './assertions.js'
import { createCheck, createControlCheck, replaceParameter } from './provider-check.js'
import type { ProviderCheck } from './provider-check.js'

const SECTION = 'RFC 5849 2.1'
const MIN_SECRET_CHARACTERS = 16

/** Request Tokens, section 2.1. */
export const requestTokenChecks: readonly ProviderCheck[] = [
  createControlCheck(
    {
      id: 'request-token.issued',
      title: 'Issues a request token with its secret, by status 200',
      section: SECTION,
    },
    async (context) => {
      const exchange = await context.sendTokenRequest()
      assertIssuedAsForm(exchange, 'a Request Token')
    },
  ),
  createCheck(
    {
      id: 'request-token.callback-confirmed',
      title: 'Confirms the callback: oauth_callback_confirmed=true',
      section: SECTION,
      severity: 'high',
    },
    async (context) => {
      const found = assertIssued(await context.sendTokenRequest()).get('oauth_callback_confirmed')
      assertThat(found === 'true', 'oauth_callback_confirmed=true', found ?? 'none')
    },
  ),
  createCheck(
    {
      id: 'request-token.content-type',
      title: 'Responds with the content type of a form',
      section: SECTION,
    },
    async (context) => {
      const exchange = await context.sendTokenRequest()
      assertAccepted(exchange)
      assertFormType(getHeaders(exchange, 'content-type'))
    },
  ),
  createCheck(
    {
      id: 'request-token.no-store',
      title: 'Keeps caches from storing the request token',
      section: 'RFC 5849 4.4',
      level: 'SHOULD',
    },
    async (context) => {
      const exchange = await context.sendTokenRequest()
      assertAccepted(exchange)
      const found = getHeaders(exchange, 'cache-control').join(', ')
      assertThat(
        /no-store|no-cache|private/i.test(found),
        'Cache-Control: no-store',
        found || 'none',
      )
    },
  ),
  createCheck(
    {
      id: 'request-token.unique',
      title: 'Issues another token and another secret each time',
      section: SECTION,
      severity: 'critical',
    },
    async (context) => {
      const [one, other] = [
        assertIssued(await context.sendTokenRequest()),
        assertIssued(await context.sendTokenRequest()),
      ]
      assertThat(
        one.get('oauth_token') !== other.get('oauth_token'),
        'two different tokens',
        'the same token twice',
      )
      assertThat(
        one.get('oauth_token_secret') !== other.get('oauth_token_secret'),
        'two different secrets',
        'the same secret twice',
      )
    },
  ),
  createCheck(
    {
      id: 'request-token.secret-length',
      title: 'Makes secrets long enough to resist guessing',
      section: 'RFC 5849 4.9',
      severity: 'medium',
      level: 'SHOULD',
    },
    async (context) => {
      const { length } =
        assertIssued(await context.sendTokenRequest()).get('oauth_token_secret') ?? ''
      assertThat(
        length >= MIN_SECRET_CHARACTERS,
        `a secret of ${MIN_SECRET_CHARACTERS} characters or more`,
        `one of ${length}`,
      )
    },
  ),
  createCheck(
    {
      id: 'request-token.empty-token',
      title: 'Takes an empty oauth_token for none',
      section: SECTION,
    },
    async (context) => {
      assertIssued(await context.sendTokenRequest({ token: { key: '', secret: '' } }))
    },
  ),
  createCheck(
    {
      id: 'request-token.extra-parameters',
      title: 'Verifies further parameters of the query',
      section: SECTION,
    },
    async (context) => {
      const { requestTokenUrl } = context.config
      assertIssued(
        await context.sendTokenRequest({
          url: `${requestTokenUrl}${requestTokenUrl.includes('?') ? '&' : '?'}xoauth_displayname=a+b`,
        }),
      )
    },
  ),
  createCheck(
    {
      id: 'request-token.by-form',
      title: 'Takes the request by form',
      section: 'RFC 5849 3.5.2',
      needs: ['form-transmission'],
    },
    async (context) => {
      assertIssued(await context.sendTokenRequest({ transmission: 'form' }))
    },
  ),
  createCheck(
    {
      id: 'request-token.by-query',
      title: 'Takes the request by query',
      section: 'RFC 5849 3.5.3',
      needs: ['query-transmission'],
    },
    async (context) => {
      assertIssued(await context.sendTokenRequest({ transmission: 'query' }))
    },
  ),
  createCheck(
    {
      id: 'request-token.wrong-signature',
      title: 'Refuses a wrong signature',
      section: SECTION,
      severity: 'critical',
    },
    async (context) => {
      assertRefused(
        await context.sendTokenRequest({ sent: replaceParameter('oauth_signature', 'wrong') }),
      )
    },
  ),
  createCheck(
    {
      id: 'request-token.wrong-secret',
      title: 'Refuses a wrong consumer secret',
      section: SECTION,
      severity: 'critical',
    },
    async (context) => {
      assertRefused(await context.sendTokenRequest({ keys: { consumerSecret: 'wrong-secret' } }))
    },
  ),
  createCheck(
    {
      id: 'request-token.unknown-consumer',
      title: 'Refuses an unknown consumer',
      section: SECTION,
      severity: 'critical',
    },
    async (context) => {
      assertRefused(
        await context.sendTokenRequest({ consumer: { key: 'nobody-knows-me', secret: 'x' } }),
      )
    },
  ),
  createCheck(
    {
      id: 'request-token.unknown-consumer-blank',
      title: 'Refuses an unknown consumer with a blank secret',
      section: SECTION,
      severity: 'critical',
    },
    async (context) => {
      assertRefused(
        await context.sendTokenRequest({ consumer: { key: 'nobody-knows-me', secret: '' } }),
      )
    },
  ),
  createCheck(
    {
      id: 'request-token.version',
      title: 'Refuses another oauth_version',
      section: 'RFC 5849 3.2',
    },
    async (context) => {
      assertRefused(
        await context.sendTokenRequest({ protocol: replaceParameter('oauth_version', '2.0') }),
      )
    },
  ),
  createCheck(
    {
      id: 'request-token.transport',
      title: 'Issues request tokens over TLS only',
      section: SECTION,
      severity: 'high',
    },
    async ({ config }) => {
      assertSecureUrl(config.requestTokenUrl)
      await Promise.resolve()
    },
  ),
  createCheck(
    {
      id: 'request-token.nothing-doubled',
      title: 'Names every parameter of the response once',
      section: SECTION,
    },
    async (context) => {
      const { body } = assertAccepted(await context.sendTokenRequest())
      const names = body.split('&').map((item) => item.split('=')[0])
      assertThat(new Set(names).size === names.length, 'each name once', names.join(', '))
    },
  ),
]
