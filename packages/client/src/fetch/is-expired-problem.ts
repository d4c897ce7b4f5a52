import type { Problem } from '@oauthplus/core'

/**
 * Returns whether renewing the access token resolves a problem (OAuth Session extension, section
 * 5.2).
 *
 * @internal
 */
export function isExpiredProblem(problem: Problem | undefined): boolean {
  return problem?.code === 'access_token_expired' || problem?.code === 'token_expired'
}
