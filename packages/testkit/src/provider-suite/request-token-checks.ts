import {
  assertAccepted,
  assertThat,
  getHeaders,
  assertIssued,
  assertRefused,
} from './assertions.js'
import { createCheck, replaceParameter, removeParameter } from './provider-check.js'
import type { ProviderCheck } from './provider-check.js'
import type { ProviderContext } from './provider-context.js'

const SECTION = 'RFC 5849 2.1'
const MIN_SECRET_CHARACTERS = 16

/** Callbacks that must be refused: id, description, callback. */
const CALLBACKS: readonly (readonly [id: string, what: string, callback: string])[] = [
  ['relative', 'is relative', '/ready'],
  ['empty', 'is empty', ''],
  ['oob-upper-case', 'is OOB in upper case', 'OOB'],
  ['garbage', 'is no URL', 'not a url'],
]

/** Harmful callbacks: id, description, callback. */
const HARMFUL: readonly (readonly [id: string, what: string, callback: string])[] = [
  ['javascript', 'a javascript: callback', 'javascript:alert(1)'],
  ['data', 'a data: callback', 'data:text/html,<script>alert(1)</script>'],
  [
    'header-injection',
    'a callback with a line break',
    'http://127.0.0.1:9/ready\r\nSet-Cookie: a=b',
  ],
]

/** Callbacks that a registered one does not allow: id, description, change. */
const UNREGISTERED: readonly (readonly [
  id: string,
  what: string,
  change: (callback: URL) => string,
])[] = [
  ['other-host', 'on another host', () => 'https://evil.example/ready'],
  [
    'userinfo',
    'with user information',
    (url) => `${url.protocol}//evil.example@${url.host}${url.pathname}`,
  ],
  [
    'userinfo-host',
    'whose registered host is only user information',
    (url) => `${url.protocol}//${url.hostname}@evil.example/ready`,
  ],
  [
    'longer-host',
    'whose host only begins like the registered one',
    (url) => `${url.protocol}//${url.hostname}.evil.example/ready`,
  ],
]

/** Request Tokens, section 2.1. */
export const requestTokenChecks: readonly ProviderCheck[] = [
  createCheck(
    {
      id: 'request-token.issued',
      title: 'Issues a Request Token with its secret, by status 200',
      section: SECTION,
    },
    async (context) => {
      const exchange = await context.sendTokenRequest()
      assertIssued(exchange, 'a Request Token')
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
      title: 'Answers with the content type of a form',
      section: SECTION,
    },
    async (context) => {
      assertFormType(getHeaders(await context.sendTokenRequest(), 'content-type'))
    },
  ),
  createCheck(
    {
      id: 'request-token.no-store',
      title: 'Keeps caches from storing the Request Token',
      section: 'RFC 5849 4.4',
      level: 'SHOULD',
    },
    async (context) => {
      const found = getHeaders(await context.sendTokenRequest(), 'cache-control').join(', ')
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
      id: 'request-token.callback-absent',
      title: 'Refuses a request without oauth_callback, which is OAuth 1.0',
      section: SECTION,
      severity: 'high',
    },
    async (context) => {
      assertRefused(await context.sendTokenRequest({ protocol: removeParameter('oauth_callback') }))
    },
  ),
  ...CALLBACKS.map(([id, what, callback]) =>
    createCheck(
      {
        id: `request-token.callback-${id}`,
        title: `Refuses a callback that ${what}`,
        section: SECTION,
      },
      async (context) => {
        assertRefused(await withCallback(context, callback))
      },
    ),
  ),
  ...HARMFUL.map(([id, what, callback]) =>
    createCheck(
      {
        id: `request-token.callback-${id}`,
        title: `Refuses ${what}`,
        section: SECTION,
        severity: 'critical',
      },
      async (context) => {
        assertRefused(await withCallback(context, callback))
      },
    ),
  ),
  ...UNREGISTERED.map(([id, what, change]) =>
    createCheck(
      {
        id: `request-token.callback-${id}`,
        title: `Refuses a callback ${what}`,
        section: 'RFC 5849 4.7',
        level: 'MAY',
        severity: 'high',
        needs: ['registered-callbacks'],
      },
      async (context) => {
        assertRefused(
          await withCallback(
            context,
            change(new URL(context.config.callback ?? 'http://127.0.0.1:9/ready')),
          ),
        )
      },
    ),
  ),
  createCheck(
    {
      id: 'request-token.oob',
      title: 'Accepts the callback oob',
      section: SECTION,
      needs: ['out-of-band'],
    },
    async (context) => {
      assertIssued(await withCallback(context, 'oob'))
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
      title: 'Refuses a wrong Consumer secret',
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
      title: 'Refuses an unknown Consumer',
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
      title: 'Refuses an unknown Consumer with a blank secret',
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
      id: 'request-token.callback-tampered',
      title: 'Refuses a callback that was changed after signing',
      section: SECTION,
      severity: 'critical',
    },
    async (context) => {
      assertRefused(
        await context.sendTokenRequest({
          sent: replaceParameter('oauth_callback', (value) => `${value}x`),
        }),
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
      title: 'Issues Request Tokens over TLS alone',
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
      title: 'Names every parameter of the answer once',
      section: SECTION,
    },
    async (context) => {
      const { body } = assertAccepted(await context.sendTokenRequest())
      const names = body.split('&').map((item) => item.split('=')[0])
      assertThat(new Set(names).size === names.length, 'each name once', names.join(', '))
    },
  ),
]

/** Sends a request for a Request Token with another callback. */
export function withCallback(
  context: ProviderContext,
  callback: string,
): ReturnType<ProviderContext['sendTokenRequest']> {
  return context.sendTokenRequest({ protocol: replaceParameter('oauth_callback', callback) })
}

/** Asserts the content type of a form. */
export function assertFormType(found: readonly string[]): void {
  const isForm =
    found.length === 1 && /^application\/x-www-form-urlencoded\s*(?:;|$)/i.test(found[0] ?? '')
  assertThat(isForm, 'Content-Type: application/x-www-form-urlencoded', found.join(' | ') || 'none')
}

/** Asserts TLS, except for loopback addresses. */
export function assertSecureUrl(url: string): void {
  const { protocol, hostname } = new URL(url)
  const isLocal = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(hostname)
  assertThat(protocol === 'https:' || isLocal, 'an https URL', url)
}
