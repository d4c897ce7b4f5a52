import { findBaseString } from './base-strings.js'
import { findErrorReader } from './error-readers.js'
import { findReportedProblem } from './find-reported-problem.js'
import { maskBaseString } from './mask-base-string.js'
import { discardBody, readBodyText } from './read-body-text.js'
import type { ReportedProblem } from './reported-problem.js'
import { findRequestSecrets } from './request-secrets.js'

const LIMIT_BYTES = 65_536

/**
 * Finds the problem that a response reports.
 *
 * @param response The response.
 * @param copy A copy to read the body from, or `undefined` if the body can no longer be read.
 *
 * @internal
 */
export async function findProblem(
  response: Response,
  copy: Response | undefined,
): Promise<ReportedProblem | undefined> {
  const baseString = findBaseString(response)
  const context = {
    secrets: findRequestSecrets(response),
    baseString: baseString === undefined ? undefined : maskBaseString(baseString),
  }
  const inHeader = findReportedProblem(response, '', context)
  if (copy === undefined) return inHeader
  if (inHeader !== undefined) {
    // Not awaited: for a cloned response, it would wait until both bodies are cancelled.
    void discardBody(copy)
    return inHeader
  }
  const body = await readBodyText(copy, LIMIT_BYTES)
  return body === undefined
    ? undefined
    : findReportedProblem(response, body, { ...context, readError: findErrorReader(response) })
}
