import { formatAuthorizationHeader, formatForm, formatProblem, isOAuthError } from '@oauthplus/core'
import { problemOf, PROBLEMS } from '@oauthplus/core'
import type { Problem, ProblemCode } from '@oauthplus/core'

import type { ProviderResponse } from './response.js'
import type { Refusal } from './results.js'

const RETRY_AFTER_SECONDS = '5'

/** Headers of every answer that depends on who asked or carries a secret. */
export const PRIVATE_HEADERS: ProviderResponse['headers'] = [
  ['Cache-Control', 'no-store'],
  ['Pragma', 'no-cache'],
  ['Vary', 'Authorization'],
]

/**
 * Runs an operation; what it refuses becomes a result. A caller's mistake (`TypeError`) still
 * rejects.
 */
export async function refusable<Result extends { readonly ok: true }>(
  realm: string,
  operation: () => Promise<Result>,
): Promise<Result | Refusal> {
  try {
    return await operation()
  } catch (error) {
    if (!isOAuthError(error)) throw error
    const problem = problemOf(error)
    const refusal: Refusal = { ok: false, problem, response: problemResponse(problem, realm) }
    return error.cause === undefined ? refusal : { ...refusal, cause: error.cause }
  }
}

/** Gives the HTTP status of a problem. */
export function problemStatus(problem: Problem): number {
  return problem.status ?? PROBLEMS[problem.code as ProblemCode].status
}

/** Gives the headers that HTTP wants beside the status of a problem. */
export function statusHeaders(problem: Problem): ProviderResponse['headers'] {
  const { allowedMethods } = problem
  return [
    ...(problemStatus(problem) === 503 ? [['Retry-After', RETRY_AFTER_SECONDS] as const] : []),
    ...(allowedMethods ? [['Allow', allowedMethods.join(', ')] as const] : []),
  ]
}

function problemResponse(problem: Problem, realm: string): ProviderResponse {
  const parameters = formatProblem(problem)
  return {
    status: problemStatus(problem),
    headers: [
      ['WWW-Authenticate', formatAuthorizationHeader(parameters, { realm })],
      ...PRIVATE_HEADERS,
      ['Content-Type', 'application/x-www-form-urlencoded'],
      ...statusHeaders(problem),
    ],
    body: formatForm(parameters),
  }
}
