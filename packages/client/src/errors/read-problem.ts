import { assertArgument } from '@oauthplus/core/internal'

import { readBodyText } from './read-body-text.js'
import { isResponse } from './is-response.js'
import { findErrorReader } from './error-readers.js'
import { findReportedProblem } from './find-reported-problem.js'
import { readBaseString } from './read-base-string.js'
import { findRequestSecrets } from './request-secrets.js'
import type { ReportedProblem } from './reported-problem.js'

const LIMIT_BYTES = 65_536

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
 * @see [OAuth Problem Reporting](https://oauth.pbworks.com/w/page/12239088/ProblemReporting)
 */
export async function readProblem(response: Response): Promise<ReportedProblem | undefined> {
  assertArgument('readProblem', { response }, isResponse)
  const context = { secrets: findRequestSecrets(response), baseString: readBaseString(response) }
  const inHeader = findReportedProblem(response, '', context)
  if (inHeader !== undefined || response.bodyUsed) return inHeader
  const body = await readBodyText(response.clone(), LIMIT_BYTES)
  return body === undefined
    ? undefined
    : findReportedProblem(response, body, { ...context, readError: findErrorReader(response) })
}
