import { parseForm, parseProblem } from '@oauthplus/core'
import type { ParameterList, Problem } from '@oauthplus/core'

import { escapedProblem } from './escaped-problem.js'
import { challengeParameters } from './challenge-parameters.js'
import { showsSecret } from './shows-secret.js'

const LONGEST_TEXT = 500

/** Reads what a body says, where that is written in a way of the service's own. */
export type ReadAnswer = (text: string, response: Response) => ParameterList | undefined

/**
 * Finds the problem that a Provider reports: in the `WWW-Authenticate` header or, where there is
 * none, in the body; with any status, because some report with 200. What would show a secret that
 * was sent is left out, and control characters are escaped.
 *
 * @internal
 */
export function reportedProblem(
  response: Response,
  body: string,
  {
    secrets,
    readAnswer,
  }: { readonly secrets: readonly string[]; readonly readAnswer?: ReadAnswer | undefined },
): Problem | undefined {
  const problem =
    parseProblem(challengeParameters(response.headers.get('www-authenticate') ?? '')) ??
    parseProblem(answerParameters(response, body, readAnswer) ?? [])
  if (problem === undefined) return undefined
  const harmless = (text: string): boolean => !showsSecret(text, secrets)
  const { code, advice } = problem
  return escapedProblem({
    ...problem,
    // Some services write a sentence where the code belongs.
    code: harmless(code) ? code.slice(0, LONGEST_TEXT) : 'unknown',
    advice: advice !== undefined && harmless(advice) ? advice.slice(0, LONGEST_TEXT) : undefined,
    parametersAbsent: problem.parametersAbsent?.filter(harmless),
    parametersRejected: problem.parametersRejected?.filter(
      ([name, value]) => name !== 'x_auth_password' && harmless(value),
    ),
  })
}

/**
 * Reads the parameters of a body: as the service's own reader does, else as a form, whatever its
 * Content-Type says, or as one JSON object, of which texts and numbers count; `undefined` for HTML,
 * XML, and what else is none.
 *
 * @internal
 */
export function answerParameters(
  response: Response,
  body: string,
  readAnswer: ReadAnswer | undefined,
): ParameterList | undefined {
  const own = readAnswer?.(body, response)
  if (own !== undefined) return own
  const text = body.trim()
  if (text.startsWith('{')) return jsonParameters(text)
  if (/^[<["]/.test(text)) return undefined
  try {
    return parseForm(text)
  } catch {
    return undefined
  }
}

function jsonParameters(text: string): ParameterList | undefined {
  try {
    return Object.entries(JSON.parse(text) as Readonly<Record<string, unknown>>).flatMap(
      ([name, value]) =>
        typeof value === 'string' || typeof value === 'number'
          ? [[name, String(value)] as const]
          : [],
    )
  } catch {
    return undefined
  }
}
