import type { Problem, ProblemDetails } from '@oauthplus/core'

const CODE = /^[a-z][a-z0-9_]{0,63}$/

/**
 * Returns the code of the error that represents a problem: the Provider's, unless it wrote a sentence
 * or something else in its place.
 *
 * @internal
 */
export function toErrorCode({ code }: Problem): string {
  return CODE.test(code) ? code : 'request_failed'
}

/**
 * Returns what a problem says in addition to its code and its advice.
 *
 * @internal
 */
export function toProblemDetails(problem: Problem): ProblemDetails {
  const { status, parametersAbsent, parametersRejected } = problem
  const { acceptableTimestamps, acceptableVersions } = problem
  return { status, parametersAbsent, parametersRejected, acceptableTimestamps, acceptableVersions }
}
