import { Departure } from '../checks/departure.js'
import type { Exchange, WireAnswer } from '../wire/exchange.js'
import { describe, tokenParameters } from './provider-context.js'

/** Demands that a request was let through. */
export function accepted(exchange: Exchange, what = 'the request to be accepted'): WireAnswer {
  const answer = answerOf(exchange)
  if (answer.status < 200 || answer.status > 299) throw new Departure(what, describe(exchange))
  return answer
}

/** Demands that a request was refused, by an answer that means it: no crash, no redirect, no token. */
export function refused(
  exchange: Exchange,
  what = 'the request to be refused by a 4xx',
): WireAnswer {
  const answer = answerOf(exchange)
  if (answer.status < 400 || answer.status > 499) throw new Departure(what, describe(exchange))
  return answer
}

/** Demands that a token was issued. */
export function issued(exchange: Exchange, what = 'a token'): ReadonlyMap<string, string> {
  accepted(exchange, what)
  const values = tokenParameters(exchange)
  if (!values.get('oauth_token') || !values.has('oauth_token_secret')) {
    throw new Departure(
      `${what} as a form with oauth_token and oauth_token_secret`,
      describe(exchange),
    )
  }
  return values
}

/** Demands a status. */
export function hasStatus(exchange: Exchange, statuses: readonly number[]): void {
  const { status } = answerOf(exchange)
  if (!statuses.includes(status))
    throw new Departure(`status ${statuses.join(' or ')}`, describe(exchange))
}

/** Gives an answer, where there was one. */
export function answerOf(exchange: Exchange): WireAnswer {
  if ('failure' in exchange.answer)
    throw new Departure('an answer', `none (${exchange.answer.failure})`)
  return exchange.answer
}

/** Gives the values of a header of an answer. */
export function headersOf(exchange: Exchange, name: string): readonly string[] {
  return answerOf(exchange)
    .headers.filter(([given]) => given.toLowerCase() === name)
    .map(([, value]) => value)
}

/** Demands something of what was found. */
export function demand(holds: boolean, expected: string, found: string): void {
  if (!holds) throw new Departure(expected, found)
}
