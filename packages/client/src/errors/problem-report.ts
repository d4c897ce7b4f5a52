import type { Problem, ProblemDetails } from '@oauthplus/core'

const CODE = /^[a-z][a-z0-9_]{0,63}$/

/**
 * Returns the error code for a problem: the provider's code, unless the provider sent something
 * else in its place, such as a sentence.
 *
 * @internal
 */
export function toErrorCode({ code }: Problem): string {
  return CODE.test(code) ? code : 'request_failed'
}

/**
 * Returns the part of a problem beyond its code and its advice.
 *
 * @internal
 */
export function toProblemDetails(problem: Problem): ProblemDetails {
  const { status, parametersAbsent, parametersRejected } = problem
  const { acceptableTimestamps, acceptableVersions } = problem
  return { status, parametersAbsent, parametersRejected, acceptableTimestamps, acceptableVersions }
}
