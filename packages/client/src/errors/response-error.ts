import { OAuthError } from '@oauthplus/core'

import { toProblemDetails } from './problem-report.js'
import type { ReportedProblem } from './reported-problem.js'

// Registered globally, so that all copies of this package in one program share it: a dependency may
// bring another version.
const BRAND = Symbol.for('@oauthplus/client:OAuthResponseError')

/** The response of a Provider from which a token was expected. */
export interface ResponseErrorDetails {
  /** The HTTP status. */
  readonly status: number
  /** The problem that the Provider reported. */
  readonly problem?: ReportedProblem | undefined
  /** The beginning of the response. */
  readonly bodyExcerpt?: string | undefined
  /** The base string that was signed, secrets masked. */
  readonly baseString?: string | undefined
  /** The response. */
  readonly response: Response
}

/**
 * Reports that the response to a token request is not a token. Its `code` is
 * the problem that the Provider reported; `malformed_response` for a response that says success but
 * contains no token; `request_failed` for any other. Contains no secret.
 *
 * @example
 *
 * ```ts
 * try {
 *   await client.xauth({ username, password })
 * } catch (error) {
 *   if (isOAuthResponseError(error)) console.error(error.status, error.code, error.bodyExcerpt)
 * }
 * ```
 *
 * @see [OAuth Problem Reporting](https://oauth.pbworks.com/w/page/12239088/ProblemReporting)
 */
export class OAuthResponseError extends OAuthError {
  /** The name of the class. */
  override readonly name: string = 'OAuthResponseError'

  /** The HTTP status. */
  readonly status: number

  /** The problem that the Provider reported, if it reported one. */
  readonly problem: ReportedProblem | undefined

  /**
   * The beginning of the response's body, at most 500 characters, control characters and line ends
   * escaped (`\u{1b}`); `undefined` if the response may
   * contain a token or shows something secret that was sent.
   */
  readonly bodyExcerpt: string | undefined

  /**
   * The signature base string of the request, secrets masked, for comparison with what the Provider
   * expected; `undefined` for PLAINTEXT, which has none.
   */
  readonly baseString: string | undefined

  /** The response, its body read. Not enumerable, so that loggers do not print it. */
  declare readonly response: Response

  /**
   * Creates the error.
   *
   * @param code The stable code.
   * @param message The request and the response in words, without any secret.
   * @param details Status, problem, excerpt, base string and response.
   */
  constructor(code: string, message: string, details: ResponseErrorDetails) {
    const { problem } = details
    super(code, message, problem === undefined ? {} : { details: toProblemDetails(problem) })
    this.status = details.status
    this.problem = details.problem
    this.bodyExcerpt = details.bodyExcerpt
    this.baseString = details.baseString
    Object.defineProperty(this, 'response', { value: details.response })
    Object.defineProperty(this, BRAND, { value: true })
  }
}

/**
 * Returns whether a value is an {@link OAuthResponseError}, also when another copy of this package
 * created it, if `instanceof` fails.
 *
 * @example
 *
 * ```ts
 * if (isOAuthResponseError(error) && error.status >= 500) tryAgainLater()
 * ```
 *
 * @param value Anything that was caught.
 *
 * @returns Whether `status`, `problem` and `bodyExcerpt` can be read from it.
 *
 * @see [Symbol.for](https://tc39.es/ecma262/#sec-symbol.for)
 */
export function isOAuthResponseError(value: unknown): value is OAuthResponseError {
  return value instanceof Error && BRAND in value
}
