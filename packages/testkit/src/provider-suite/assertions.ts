import { assertThat } from '../checks/assert-that.js'
import { CannotBeJudged } from '../checks/cannot-be-judged.js'
import { Deviation } from '../checks/deviation.js'
import { NotApplicable } from '../checks/not-applicable.js'
import type { Exchange, WireResponse } from '../wire/exchange.js'
import {
  describeResponse,
  isSuccess,
  readFormParameters,
  readTokenParameters,
} from './token-response.js'
import { UnexpectedRefusal } from './unexpected-refusal.js'

const TOO_MANY_REQUESTS = 429

/** Throws `CannotBeJudged` if the provider sends no other response because there were too many requests. */
export function assertNotLimited(exchange: Exchange): void {
  if (getResponse(exchange).status === TOO_MANY_REQUESTS)
    throw new CannotBeJudged(`the provider limits requests: ${describeResponse(exchange)}`)
}

/** Asserts that a request was accepted. */
export function assertAccepted(
  exchange: Exchange,
  what = 'the request to be accepted',
): WireResponse {
  assertNotLimited(exchange)
  const response = getResponse(exchange)
  if (!isSuccess(exchange)) throw new UnexpectedRefusal(what, describeResponse(exchange), exchange)
  return response
}

/** Asserts that a request was refused by a 4xx: no crash, no redirect, no token. */
export function assertRefused(
  exchange: Exchange,
  what = 'the request to be refused by a 4xx',
): WireResponse {
  const response = getResponse(exchange)
  if (response.status < 400 || response.status > 499)
    throw new Deviation(what, describeResponse(exchange))
  return response
}

/** Asserts that a token was issued, in any format: {@link assertIssuedAsForm} judges the format. */
export function assertIssued(exchange: Exchange, what = 'a token'): ReadonlyMap<string, string> {
  assertAccepted(exchange, what)
  return assertToken(readTokenParameters(exchange), what, exchange)
}

/** Asserts that a token was issued in a form, by status 200. */
export function assertIssuedAsForm(exchange: Exchange, what: string): void {
  const { body } = assertAccepted(exchange, what)
  assertStatus(exchange, [200])
  assertToken(readFormParameters(body.trim()), what, exchange)
}

function assertToken(
  values: ReadonlyMap<string, string>,
  what: string,
  exchange: Exchange,
): ReadonlyMap<string, string> {
  if (!values.get('oauth_token') || !values.has('oauth_token_secret')) {
    throw new Deviation(
      `${what} as a form with oauth_token and oauth_token_secret`,
      describeResponse(exchange),
    )
  }
  return values
}

/** Asserts a status. */
export function assertStatus(exchange: Exchange, statuses: readonly number[]): void {
  assertNotLimited(exchange)
  const { status } = getResponse(exchange)
  if (!statuses.includes(status))
    throw new Deviation(`status ${statuses.join(' or ')}`, describeResponse(exchange))
}

/** Returns the response. Throws a `Deviation` if there was none. */
export function getResponse(exchange: Exchange): WireResponse {
  if ('failure' in exchange.response)
    throw new Deviation('a response', `none (${exchange.response.failure})`)
  return exchange.response
}

/** Returns the values of a response header. */
export function getHeaders(exchange: Exchange, name: string): readonly string[] {
  return getResponse(exchange)
    .headers.filter(([given]) => given.toLowerCase() === name)
    .map(([, value]) => value)
}

/** Asserts the content type of a form. */
export function assertFormType(found: readonly string[]): void {
  const isForm =
    found.length === 1 && /^application\/x-www-form-urlencoded\s*(?:;|$)/i.test(found[0] ?? '')
  assertThat(isForm, 'Content-Type: application/x-www-form-urlencoded', found.join(' | ') || 'none')
}

/** Asserts TLS. Throws `NotApplicable` for http on a loopback address. */
export function assertSecureUrl(url: string): void {
  const { protocol, hostname } = new URL(url)
  const isLocal = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(hostname)
  if (protocol === 'http:' && isLocal) {
    throw new NotApplicable('the provider uses http on a loopback address')
  }
  assertThat(protocol === 'https:', 'an https URL', url)
}
