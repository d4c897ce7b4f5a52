import { assertArgument } from '@oauthplus/core/internal'

import { loadOnDemand } from '../load-on-demand.js'
import { isResponse } from './is-response.js'
import type { ReportedProblem } from './reported-problem.js'

/**
 * Reads the problem that a provider reports in a response, whatever its status: in
 * `WWW-Authenticate`, in a body that is a form or JSON, or in the format of a service with a preset if
 * the response comes from this package's `fetch`. If the provider shows the base string that it
 * computed, the result says how it differs from the signed one. A string that contains a secret of the request
 * is left out. You can still read the body afterwards.
 *
 * @example
 *
 * ```ts
 * const response = await client.withToken(token).fetch(url)
 * const problem = response.ok ? undefined : await readProblem(response)
 * if (problem?.code === 'token_revoked') askTheUserAgain()
 * ```
 *
 * @param response A response whose body was not read yet. No more than 64 KiB of it are looked at.
 *
 * @returns The problem; `undefined` if none is reported.
 *
 * @throws {@link OAuthError} `connection_failed` when the code that reads problems cannot be loaded,
 *   which a bundle may do at the first call.
 *
 * @see [OAuth Problem Reporting](https://oauth.pbworks.com/w/page/12239088/ProblemReporting)
 */
export async function readProblem(response: Response): Promise<ReportedProblem | undefined> {
  assertArgument('readProblem', { response }, isResponse)
  // Before the first await: the caller may read the body next.
  const isReadable = !response.bodyUsed && response.body?.locked !== true
  const copy = isReadable ? response.clone() : undefined
  const { findProblem } = await loadOnDemand()
  return findProblem(response, copy)
}
