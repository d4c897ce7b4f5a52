import type { OAuthErrorCode } from './oauth-error-code.js'
import type { Problem } from './problem.js'

// Registered globally, so that all copies of this package in one program share it: a dependency may
// bring another version.
const BRAND = Symbol.for('@oauthplus/core:OAuthError')

/** The properties of a problem in addition to its code and its advice. */
export type ProblemDetails = Omit<Problem, 'code' | 'advice'>

/**
 * Reports that OAuth failed: a malformed string, a refused request, an unexpected response. Its
 * `code` is stable; the message is for people. No message ever contains a secret, a password or a
 * signing key.
 *
 * @example
 *
 * ```ts
 * try {
 *   percentDecode('%E9')
 * } catch (error) {
 *   if (isOAuthError(error)) console.error(error.code) // 'parameter_rejected'
 * }
 * ```
 *
 * @see [OAuth Problem Reporting](https://oauth.pbworks.com/w/page/12239088/ProblemReporting), whose
 *   codes are used if one fits.
 */
export class OAuthError extends Error {
  /** The name of the class. */
  override readonly name: string = 'OAuthError'

  /** The stable code: that of a problem, or one of the package that threw. */
  readonly code: OAuthErrorCode

  /** Further properties from a server: the names of parameters, the acceptable range. */
  readonly details: ProblemDetails | undefined

  /**
   * Creates the error.
   *
   * @param code The stable code.
   * @param message A sentence that says what was expected, without any secret.
   * @param options `details` of the problem; `cause`: the underlying error.
   */
  constructor(
    code: OAuthErrorCode,
    message: string,
    options: { readonly details?: ProblemDetails; readonly cause?: unknown } = {},
  ) {
    super(message, 'cause' in options ? { cause: options.cause } : undefined)
    this.code = code
    this.details = options.details
    // Not enumerable, so that loggers do not print it.
    Object.defineProperty(this, BRAND, { value: true })
  }
}

/**
 * Returns whether a value is an {@link OAuthError}, even if another copy of this package created it,
 * for which `instanceof` fails.
 *
 * @example
 *
 * ```ts
 * if (isOAuthError(error) && error.code === 'token_expired') askTheUserAgain()
 * ```
 *
 * @param value The caught value.
 *
 * @returns Whether the value is an `OAuthError`.
 *
 * @see [Symbol.for](https://tc39.es/ecma262/#sec-symbol.for)
 */
export function isOAuthError(value: unknown): value is OAuthError {
  return value instanceof Error && BRAND in value
}
