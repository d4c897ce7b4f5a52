import type { Problem } from '@oauthplus/core'

/**
 * Returns whether a problem is one that renewal of the Access Token mends (OAuth Session extension,
 * section 5.2).
 *
 * @internal
 */
export function isExpiredProblem(problem: Problem | undefined): boolean {
  return problem?.code === 'access_token_expired' || problem?.code === 'token_expired'
}
