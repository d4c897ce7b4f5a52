import { assertArgument } from './assert-options.js'
import { isOAuthError } from './errors.js'
import type { OAuthError } from './errors.js'
import { createOptionCheck } from './option-checks.js'
import type { Problem } from './problem.js'

const isOwn = /* @__PURE__ */ createOptionCheck('an OAuthError', isOAuthError)

/**
 * Returns the problem that an error represents, as the other side may see it.
 *
 * @example
 *
 * ```ts
 * toProblem(new OAuthError('token_expired', 'The token has expired.')).code // 'token_expired'
 * ```
 *
 * @param error The error.
 *
 * @returns Its code, its message as the advice, and its details.
 *
 * @see [OAuth Problem Reporting](https://oauth.pbworks.com/w/page/12239088/ProblemReporting)
 */
export function toProblem(error: OAuthError): Problem {
  assertArgument('toProblem', { error }, isOwn)
  return { ...error.details, code: error.code, advice: error.message }
}
