import { OAuthError } from '@oauthplus/core'

import { toProblemDetails } from './problem-report.js'
import type { ReportedProblem } from './reported-problem.js'

// Registered globally, because a dependency may bring another copy of this package into the
// program.
const BRAND = Symbol.for('@oauthplus/client:OAuthResponseError')

/** Details of a response without the expected token. */
export interface ResponseErrorDetails {
  /** The HTTP status. */
  readonly status: number
  /** The problem that the provider reported. */
  readonly problem?: ReportedProblem | undefined
  /** The start of the body. */
  readonly bodyExcerpt?: string | undefined
  /** The signed base string, secrets masked. */
  readonly baseString?: string | undefined
  /** The response. */
  readonly response: Response
}

/**
 * The error for a token request whose response does not contain a token. Its `code` is the problem
 * that the provider reported, `malformed_response` for a success without a token, or
 * `request_failed` otherwise. It does not contain secrets.
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

  /** The problem that the provider reported, if any. */
  readonly problem: ReportedProblem | undefined

  /**
   * The start of the response body, at most 500 characters, with control characters and line breaks
   * escaped (`\u{1b}`). `undefined` if the response may contain a token or a secret that was sent.
   */
  readonly bodyExcerpt: string | undefined

  /**
   * The signature base string of the request, secrets masked, so that you can compare it with the
   * string that the provider expected. `undefined` for PLAINTEXT, which has no base string.
   */
  readonly baseString: string | undefined

  /** The response. Its body is already read. Not enumerable, so that loggers do not print it. */
  declare readonly response: Response

  /**
   * Creates the error.
   *
   * @param code The stable code.
   * @param message A description of the request and the response, without secrets.
   * @param details The status, problem, excerpt, base string and response.
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
 * Returns whether a value is an {@link OAuthResponseError}, even if another copy of this package
 * created it and `instanceof` fails.
 *
 * @example
 *
 * ```ts
 * if (isOAuthResponseError(error) && error.status >= 500) tryAgainLater()
 * ```
 *
 * @param value Any caught value.
 *
 * @returns Whether the value has `status`, `problem` and `bodyExcerpt`.
 *
 * @see [Symbol.for](https://tc39.es/ecma262/#sec-symbol.for)
 */
export function isOAuthResponseError(value: unknown): value is OAuthResponseError {
  return value instanceof Error && BRAND in value
}
