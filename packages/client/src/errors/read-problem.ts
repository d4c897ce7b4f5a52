import { assertArgument } from '@oauthplus/core/internal'

import { loadOnDemand } from '../load-on-demand.js'
import { isResponse } from './is-response.js'
import type { ReportedProblem } from './reported-problem.js'

/**
 * Reads the problem that a provider reports in a response with any status: in `WWW-Authenticate`,
 * in a body that is a form or JSON, or, for a response from this package's `fetch`, in the format
 * of a service that has a preset. If the provider reports the base string that it computed, the
 * result describes how it differs from the signed one. Strings that contain a secret of the request
 * are omitted. You can still read the body afterwards.
 *
 * @example
 *
 * ```ts
 * const response = await client.withToken(token).fetch(url)
 * const problem = response.ok ? undefined : await readProblem(response)
 * if (problem?.code === 'token_revoked') askTheUserAgain()
 * ```
 *
 * @param response A response with an unread body. At most 64 KiB of the body are read.
 *
 * @returns The problem, or `undefined` if the response does not report one.
 *
 * @throws {@link OAuthError} `connection_failed` when the code that reads problems cannot be
 *   loaded. A bundle may load it at the first call.
 *
 * @see [OAuth Problem Reporting](https://oauth.pbworks.com/w/page/12239088/ProblemReporting)
 */
export async function readProblem(response: Response): Promise<ReportedProblem | undefined> {
  assertArgument('readProblem', { response }, isResponse)
  // Before the first await, because the caller may read the body next.
  const isReadable = !response.bodyUsed && response.body?.locked !== true
  const copy = isReadable ? response.clone() : undefined
  const { findProblem } = await loadOnDemand()
  return findProblem(response, copy)
}
