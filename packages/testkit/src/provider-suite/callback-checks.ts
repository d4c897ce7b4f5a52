import { assertThat } from '../checks/assert-that.js'
import { NotApplicable } from '../checks/not-applicable.js'
import type { WireResponse } from '../wire/exchange.js'
import { assertIssued, assertRefused, getResponse } from './assertions.js'
import { readTokenParameters } from './token-response.js'
import { createCheck, replaceParameter, removeParameter } from './provider-check.js'
import type { ProviderCheck } from './provider-check.js'
import type { ProviderContext } from './provider-context.js'

const SECTION = 'RFC 5849 2.1'

/** Callbacks that must be refused: id, description, callback. */
const CALLBACKS: readonly (readonly [id: string, what: string, callback: string])[] = [
  ['relative', 'is relative', '/ready'],
  ['empty', 'is empty', ''],
  ['oob-upper-case', 'is OOB in upper case', 'OOB'],
  ['garbage', 'is not a URL', 'not a url'],
]

/** Harmful callbacks: id, description, callback. */
const HARMFUL: readonly (readonly [id: string, what: string, callback: string])[] = [
  ['javascript', 'a javascript: callback', 'javascript:alert(1)'],
  ['data', 'a data: callback', 'data:text/html,<script>alert(1)</script>'],
]

const WITH_LINE_BREAK = 'http://127.0.0.1:9/ready\r\nX-Injected: 1'

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
  ['other-port', 'on another port', changePort],
  [
    'host-suffix',
    'whose host only ends like the registered one',
    (url) => `${url.protocol}//evil${url.host}${url.pathname}`,
  ],
  [
    'dot-segments',
    'with the registered path and dot segments that leave it',
    (url) => `${url.origin}${url.pathname}/../another`,
  ],
]

/** The callback of a request for a request token, section 2.1. */
export const callbackChecks: readonly ProviderCheck[] = [
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
        level: 'SHOULD',
      },
      async (context) => {
        assertRefused(await sendWithCallback(context, callback))
      },
    ),
  ),
  ...HARMFUL.map(([id, what, callback]) =>
    createCheck(
      {
        id: `request-token.callback-${id}`,
        title: `Refuses ${what}`,
        section: SECTION,
        level: 'MAY',
        severity: 'high',
      },
      async (context) => {
        assertRefused(await sendWithCallback(context, callback))
      },
    ),
  ),
  createCheck(
    {
      id: 'request-token.callback-line-break',
      title: 'Refuses a callback with a line break',
      section: SECTION,
      level: 'SHOULD',
    },
    async (context) => {
      assertRefused(await sendWithCallback(context, WITH_LINE_BREAK))
    },
  ),
  createCheck(
    {
      id: 'request-token.callback-header-injection',
      title: 'Splits no header at a line break of the callback',
      section: SECTION,
      severity: 'critical',
      level: 'SHOULD',
    },
    async (context) => {
      const issued = await sendWithCallback(context, WITH_LINE_BREAK)
      assertNotInjected(getResponse(issued).headers)
      const token = readTokenParameters(issued).get('oauth_token')
      if (token === undefined) return
      const { headers } = await context.decide({ key: token, secret: '' })
      if (headers === undefined)
        throw new NotApplicable('only an approval by URL shows the headers of the redirect')
      assertNotInjected(headers)
    },
  ),
  ...UNREGISTERED.map(([id, what, change]) =>
    createCheck(
      {
        id: `request-token.callback-${id}`,
        title: `Refuses a callback ${what}`,
        section: SECTION,
        level: 'MAY',
        severity: 'high',
        needs: ['registered-callbacks'],
      },
      async (context) => {
        const callback = new URL(getRedirectCallback(context))
        assertRefused(await sendWithCallback(context, change(callback)))
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
      assertIssued(await sendWithCallback(context, 'oob'))
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
]

const LOOPBACK = /^(?:127\.\d+\.\d+\.\d+|\[::1\]|localhost)$/

function changePort({ protocol, hostname, port, pathname }: URL): string {
  if (LOOPBACK.test(hostname)) {
    throw new NotApplicable(
      'the callback is a loopback one, which may have any port (RFC 8252 7.3)',
    )
  }
  return `${protocol}//${hostname}:${Number(port || '80') + 1}${pathname}`
}

function assertNotInjected(headers: WireResponse['headers']): void {
  const isInjected = headers.some(([name]) => name.toLowerCase() === 'x-injected')
  assertThat(!isInjected, 'no header of the callback', 'the header X-Injected of the callback')
}

/** Returns the callback that the provider redirects to. Throws `NotApplicable` if it only shows verifiers. */
export function getRedirectCallback({ config }: ProviderContext): string {
  const { callback = 'http://127.0.0.1:9/ready' } = config
  if (callback === 'oob') throw new NotApplicable('the provider redirects to no callback')
  return callback
}

/** Returns a callback with a query, which begins with the usual one. */
export function addCallbackQuery(callback: string): string {
  return `${callback}${callback.includes('?') ? '&' : '?'}x=1&y=a%20b%2F`
}

/** Sends a request for a request token with another callback. */
export function sendWithCallback(
  context: ProviderContext,
  callback: string,
): ReturnType<ProviderContext['sendTokenRequest']> {
  return context.sendTokenRequest({ protocol: replaceParameter('oauth_callback', callback) })
}
