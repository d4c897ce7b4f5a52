import type { Problem } from '@oauthplus/core'
import { assertArgument } from '@oauthplus/core/internal'

import { readBodyText } from './read-body-text.js'
import { isResponse } from './is-response.js'
import { findReportedProblem } from './find-reported-problem.js'

const LIMIT_BYTES = 65_536

/**
 * Reads the problem that a Provider reports in a response, as the Problem Reporting extension has
 * it: in `WWW-Authenticate`, or in a body that is a form or JSON; with any status. The response's
 * own body can be read afterwards.
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
 * @returns The problem; `undefined` where none is reported.
 *
 * @see [OAuth Problem Reporting](https://oauth.pbworks.com/w/page/12239088/ProblemReporting)
 */
export async function readProblem(response: Response): Promise<Problem | undefined> {
  assertArgument('readProblem', { response }, isResponse)
  const inHeader = findReportedProblem(response, '', { secrets: [] })
  if (inHeader !== undefined || response.bodyUsed) return inHeader
  const text = await readBodyText(response.clone(), LIMIT_BYTES)
  return text === undefined ? undefined : findReportedProblem(response, text, { secrets: [] })
}
