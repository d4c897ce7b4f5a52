import { assertThat } from '../checks/assert-that.js'
import { NotApplicable } from '../checks/not-applicable.js'
import { assertIssued, assertRefused, getHeaders, getResponse } from './assertions.js'
import { addCallbackQuery, getRedirectCallback, sendWithCallback } from './callback-checks.js'
import { createCheck } from './provider-check.js'
import type { ProviderCheck } from './provider-check.js'
import type { ProviderContext } from './provider-context.js'
import { isSuccess } from './token-response.js'

const ADVISORY = 'Advisory 2009.1'
const EVIL = 'https://evil.example/steal'
const IN_QUERY = `oauth_callback=${encodeURIComponent(EVIL)}`

/** Opens the authorization page with further parameters. Resolves with the target of its redirect. */
async function openPage(
  { config, get }: ProviderContext,
  token: string,
): Promise<{ readonly location: string; readonly body: string; readonly status: number }> {
  const separator = config.authorizeUrl.includes('?') ? '&' : '?'
  const url = `${config.authorizeUrl}${separator}oauth_token=${encodeURIComponent(token)}&${IN_QUERY}`
  const exchange = await get(url, config.userHeaders)
  const { status, body } = getResponse(exchange)
  return { location: getHeaders(exchange, 'location')[0] ?? '', body, status }
}

function assertNotSent(location: string): void {
  let host = ''
  try {
    ;({ host } = new URL(location, 'http://provider.example'))
  } catch {
    // A value that is not a URL leads nowhere.
  }
  assertThat(host !== 'evil.example', 'no redirect to the callback of the URL', location)
}

/** Checks of input that the authorization endpoint must not trust, and of steps that must not happen twice. */
export const authorizationTrustChecks: readonly ProviderCheck[] = [
  createCheck(
    {
      id: 'authorization.callback-in-url',
      title: 'Sends the user to the callback that was signed, not to one in the URL of the page',
      section: ADVISORY,
      severity: 'critical',
    },
    async (context) => {
      const token = await context.createRequestToken()
      const { location = '' } = await context.decide(token, 'approve', IN_QUERY)
      assertNotSent(location)
    },
  ),
  createCheck(
    {
      id: 'authorization.callback-in-url-denied',
      title: 'Sends the user to no callback in the URL of the page after a denial',
      section: ADVISORY,
      severity: 'high',
    },
    async (context) => {
      const token = await context.createRequestToken()
      const { location = '' } = await context.decide(token, 'deny', IN_QUERY)
      assertNotSent(location)
    },
  ),
  createCheck(
    {
      id: 'authorization.open-redirect-unknown',
      title: 'Redirects nobody to a callback in the URL for an unknown request token',
      section: ADVISORY,
      severity: 'high',
    },
    async (context) => {
      assertNotSent((await openPage(context, 'nobody-knows-this')).location)
    },
  ),
  createCheck(
    {
      id: 'authorization.open-redirect-pending',
      title: 'Redirects nobody to a callback in the URL for a pending request token',
      section: ADVISORY,
      severity: 'high',
    },
    async (context) => {
      const { key } = await context.createRequestToken()
      assertNotSent((await openPage(context, key)).location)
    },
  ),
  createCheck(
    {
      id: 'authorization.open-redirect-used',
      title: 'Redirects nobody to a callback in the URL for a request token that was exchanged',
      section: ADVISORY,
      severity: 'high',
    },
    async (context) => {
      const { token, verifier } = await context.createApprovedToken()
      assertIssued(await context.sendExchangeRequest(token, verifier))
      assertNotSent((await openPage(context, token.key)).location)
    },
  ),
  createCheck(
    {
      id: 'authorization.callback-of-token',
      title: 'Keeps a callback for each request token, not one for the consumer',
      section: 'RFC 5849 2.2',
      severity: 'high',
    },
    async (context) => {
      const callback = getRedirectCallback(context)
      const first = await context.createRequestToken()
      const second = await sendWithCallback(context, addCallbackQuery(callback))
      if (!isSuccess(second))
        throw new NotApplicable('the provider accepts only one callback of the consumer')
      const { location = '' } = await context.decide(first)
      const isOwn =
        location.startsWith(callback) && !location.startsWith(addCallbackQuery(callback))
      assertThat(isOwn, `a redirect to ${callback}`, location)
    },
  ),
  createCheck(
    {
      id: 'authorization.denied-then-approved',
      title: 'Does not approve a request token that was denied',
      section: 'RFC 5849 2.2',
      level: 'SHOULD',
      severity: 'high',
    },
    async (context) => {
      const token = await context.createRequestToken()
      await context.decide(token, 'deny')
      const { verifier } = await context.decide(token).catch(() => ({ verifier: undefined }))
      assertThat(verifier === undefined, 'no verifier', 'a verifier')
    },
  ),
  createCheck(
    {
      id: 'authorization.approved-twice',
      title: 'Issues no second verifier for a request token',
      section: 'RFC 5849 2.2',
      level: 'SHOULD',
      severity: 'medium',
    },
    async (context) => {
      const { token, verifier } = await context.createApprovedToken()
      const again = await context.decide(token).catch(() => ({ verifier: undefined }))
      const isSame = again.verifier === undefined || again.verifier === verifier
      assertThat(isSame, 'no verifier, or the first one', 'another verifier')
    },
  ),
  createCheck(
    {
      id: 'authorization.approved-then-denied',
      title: 'Exchanges no request token that the user denied after approving it',
      section: 'RFC 5849 2.3',
      level: 'SHOULD',
      severity: 'medium',
    },
    async (context) => {
      const { token, verifier } = await context.createApprovedToken()
      const denied = await context.decide(token, 'deny').catch(() => undefined)
      const isConfirmed =
        denied?.location !== undefined && !denied.location.includes('oauth_verifier')
      if (!isConfirmed) throw new NotApplicable('the provider takes no second decision')
      assertRefused(await context.sendExchangeRequest(token, verifier))
    },
  ),
  createCheck(
    {
      id: 'authorization.by-access-token',
      title: 'Asks no user about an access token',
      section: 'RFC 5849 2.2',
      severity: 'high',
    },
    async (context) => {
      const token = await context.createToken()
      const { verifier } = await context.decide(token).catch(() => ({ verifier: undefined }))
      assertThat(verifier === undefined, 'no verifier', 'a verifier')
    },
  ),
  createCheck(
    {
      id: 'authorization.token-absent',
      title: 'Does not crash without a request token',
      section: 'RFC 5849 2.2',
      level: 'SHOULD',
    },
    async (context) => {
      const { config } = context
      const { status } = getResponse(await context.get(config.authorizeUrl, config.userHeaders))
      assertThat(status < 500, 'a page, a login or a 4xx', `${status}`)
    },
  ),
]
