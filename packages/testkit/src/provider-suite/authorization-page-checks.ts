import { assertThat } from '../checks/assert-that.js'
import { NotApplicable } from '../checks/not-applicable.js'
import type { Exchange } from '../wire/exchange.js'
import {
  assertAccepted,
  assertIssued,
  assertRefused,
  getHeaders,
  getResponse,
} from './assertions.js'
import { sendWithCallback } from './callback-checks.js'
import { createCheck } from './provider-check.js'
import type { ProviderCheck } from './provider-check.js'
import type { ProviderContext } from './provider-context.js'

const ORIGIN = 'https://evil.example'
const IN_QUERY = `&oauth_callback=${encodeURIComponent(`${ORIGIN}/steal`)}`
const QUOTES = `x"onfocus="alert(1)`

/** Opens the authorization page of a token. */
function openPage(
  { config, get }: ProviderContext,
  token: string,
  {
    query = '',
    headers = config.userHeaders,
  }: {
    readonly query?: string
    readonly headers?: Readonly<Record<string, string>> | undefined
  } = {},
): Promise<Exchange> {
  const separator = config.authorizeUrl.includes('?') ? '&' : '?'
  const url = `${config.authorizeUrl}${separator}oauth_token=${encodeURIComponent(token)}${query}`
  return get(url, headers)
}

function assertNotEvil(location: string): void {
  assertThat(!location.startsWith(ORIGIN), 'no redirect to the callback of the URL', location)
}

/** The authorization page, and pages and responses that belong to a user, sections 2.2 and 4. */
export const authorizationPageChecks: readonly ProviderCheck[] = [
  createCheck(
    {
      id: 'authorization.callback-in-opened-url',
      title: 'Keeps the callback that was signed when the page is opened with another one',
      section: 'Advisory 2009.1',
      severity: 'critical',
    },
    async (context) => {
      const token = await context.createRequestToken()
      await openPage(context, token.key, { query: IN_QUERY })
      const { location = '' } = await context.decide(token)
      assertNotEvil(location)
    },
  ),
  createCheck(
    {
      id: 'authorization.open-redirect-anonymous',
      title: 'Redirects nobody to a callback in the URL before they log in',
      section: 'RFC 5849 2.2',
      severity: 'high',
    },
    async (context) => {
      const { key } = await context.createRequestToken()
      const exchange = await openPage(context, key, { query: IN_QUERY, headers: {} })
      assertNotEvil(getHeaders(exchange, 'location')[0] ?? '')
    },
  ),
  createCheck(
    {
      id: 'authorization.page-shows-no-verifier',
      title: 'Shows no verifier in the page before the user has approved',
      section: 'RFC 5849 2.2',
      severity: 'critical',
    },
    async (context) => {
      const token = await context.createRequestToken()
      const { body } = getResponse(await openPage(context, token.key))
      const { verifier = '' } = await context.decide(token)
      const isShown = verifier !== '' && body.includes(verifier)
      assertThat(!isShown, 'no verifier in the page', 'the verifier')
    },
  ),
  createCheck(
    {
      id: 'authorization.reflects-no-quotes',
      title: 'Escapes the quotes of a request token in its pages',
      section: 'RFC 5849 2.2',
      level: 'MAY',
      severity: 'high',
    },
    async (context) => {
      const exchange = await openPage(context, QUOTES)
      const { body } = getResponse(exchange)
      const [type = ''] = getHeaders(exchange, 'content-type')
      const isReflected = /^(?:text\/html|$)/i.test(type) && body.includes(QUOTES)
      assertThat(!isReflected, 'the quotes escaped', 'quotes of the request')
    },
  ),
  createCheck(
    {
      id: 'authorization.cross-origin',
      title: 'Lets no other origin read the authorization page of a user',
      section: 'RFC 5849 4.13',
      level: 'SHOULD',
      severity: 'high',
    },
    async (context) => {
      const { key } = await context.createRequestToken()
      const headers = { ...context.config.userHeaders, Origin: ORIGIN }
      const exchange = await openPage(context, key, { headers })
      const isAllowed =
        getHeaders(exchange, 'access-control-allow-origin').includes(ORIGIN) &&
        getHeaders(exchange, 'access-control-allow-credentials').includes('true')
      assertThat(!isAllowed, 'no access for another origin', 'access with credentials')
    },
  ),
  createCheck(
    {
      id: 'authorization.out-of-band-redirect',
      title: 'Does not take oob for a URL to redirect to',
      section: 'RFC 5849 2.2',
      level: 'SHOULD',
      needs: ['out-of-band'],
    },
    async (context) => {
      const values = assertIssued(await sendWithCallback(context, 'oob'))
      const { headers } = await context.decide({
        key: values.get('oauth_token') ?? '',
        secret: values.get('oauth_token_secret') ?? '',
      })
      if (headers === undefined)
        throw new NotApplicable('only an approval by URL shows the headers of the redirect')
      const location = headers.find(([name]) => name.toLowerCase() === 'location')?.[1] ?? ''
      assertThat(!/^\/?oob\b/.test(location), 'the verifier on a page', `Location: ${location}`)
    },
  ),
  createCheck(
    {
      id: 'unsigned.cookie',
      title: 'Takes no cookie of a signed request for a signature',
      section: 'RFC 5849 3.2',
      severity: 'critical',
    },
    async (context) => {
      const exchange = await context.sendResourceRequest()
      assertAccepted(exchange)
      const cookies = getHeaders(exchange, 'set-cookie').map((cookie) => cookie.split(';')[0] ?? '')
      const Cookie = cookies.join('; ')
      assertRefused(await context.get(context.config.resourceUrl, { Cookie }))
    },
  ),
  createCheck(
    {
      id: 'resource.not-public',
      title: 'Lets no shared cache keep a resource whose credentials are in the query',
      section: 'RFC 5849 4.4',
      level: 'SHOULD',
      severity: 'medium',
      needs: ['query-transmission'],
    },
    async (context) => {
      const exchange = await context.sendResourceRequest({ transmission: 'query' })
      assertAccepted(exchange)
      const found = getHeaders(exchange, 'cache-control').join(', ')
      assertThat(!/\b(?:public|s-maxage)\b/i.test(found), 'a response that is private', found)
    },
  ),
  createCheck(
    {
      id: 'request-token.line-break',
      title: 'Ends the response without a line break, which would be part of the last value',
      section: 'RFC 5849 2.1',
      level: 'SHOULD',
    },
    async (context) => {
      const { body } = assertAccepted(await context.sendTokenRequest())
      if (body.startsWith('{')) throw new NotApplicable('the response is not a form')
      assertThat(!/[\r\n]$/.test(body), 'no line break at the end', JSON.stringify(body.slice(-2)))
    },
  ),
]
