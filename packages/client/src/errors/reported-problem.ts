import { parseForm, parseProblem } from '@oauthplus/core'
import type { ParameterList, Problem } from '@oauthplus/core'

import { challengeParameters } from './challenge-parameters.js'
import { showsSecret } from './shows-secret.js'

const LONGEST_TEXT = 500

/**
 * Finds the problem that a Provider reports: in the `WWW-Authenticate` header or, where there is
 * none, in the body; with any status, because some report with 200. What would show a secret that
 * was sent is left out.
 *
 * @internal
 */
export function reportedProblem(
  response: Response,
  body: string,
  secrets: readonly string[],
): Problem | undefined {
  const problem =
    parseProblem(challengeParameters(response.headers.get('www-authenticate') ?? '')) ??
    parseProblem(formParameters(body) ?? [])
  if (problem === undefined) return undefined
  const harmless = (text: string): boolean => !showsSecret(text, secrets)
  const { code, advice } = problem
  return {
    ...problem,
    // Some services write a sentence where the code belongs.
    code: harmless(code) ? code.slice(0, LONGEST_TEXT) : 'unknown',
    advice: advice !== undefined && harmless(advice) ? advice.slice(0, LONGEST_TEXT) : undefined,
    parametersAbsent: problem.parametersAbsent?.filter(harmless),
    parametersRejected: problem.parametersRejected?.filter(
      ([name, value]) => name !== 'x_auth_password' && harmless(value),
    ),
  }
}

/**
 * Reads a body as a form, whatever its Content-Type says; `undefined` for HTML, XML, JSON and what
 * else is none.
 *
 * @internal
 */
export function formParameters(body: string): ParameterList | undefined {
  const text = body.trim()
  if (/^[<{["]/.test(text)) return undefined
  try {
    return parseForm(text)
  } catch {
    return undefined
  }
}
