import { parseForm } from '@oauthplus/core'
import type { ParameterList, Problem } from '@oauthplus/core'
import { parseProblem } from '@oauthplus/core/internal'

import { escapeProblem } from './escape-problem.js'
import { parseChallenge } from './parse-challenge.js'
import { showsSecret } from './shows-secret.js'

const MAX_STRING_LENGTH = 500

/** Reads what a body says, where that is written in a way of the service's own. */
export type ReadResponse = (text: string, response: Response) => ParameterList | undefined

/**
 * Finds the problem that a Provider reports: in the `WWW-Authenticate` header or, where there is
 * none, in the body; with any status, because some report with 200. What would show a secret that
 * was sent is left out, and control characters are escaped.
 *
 * @internal
 */
export function findReportedProblem(
  response: Response,
  body: string,
  {
    secrets,
    readResponse,
  }: { readonly secrets: readonly string[]; readonly readResponse?: ReadResponse | undefined },
): Problem | undefined {
  const problem =
    parseProblem(parseChallenge(response.headers.get('www-authenticate') ?? '')) ??
    parseProblem(readResponseParameters(response, body, readResponse) ?? [])
  if (problem === undefined) return undefined
  const isHarmless = (text: string): boolean => !showsSecret(text, secrets)
  const { code, advice } = problem
  return escapeProblem({
    ...problem,
    // Some services write a sentence where the code belongs.
    code: isHarmless(code) ? code.slice(0, MAX_STRING_LENGTH) : 'unknown',
    advice:
      advice !== undefined && isHarmless(advice) ? advice.slice(0, MAX_STRING_LENGTH) : undefined,
    parametersAbsent: problem.parametersAbsent?.filter(isHarmless),
    parametersRejected: problem.parametersRejected?.filter(
      ([name, value]) => name !== 'x_auth_password' && isHarmless(value),
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
export function readResponseParameters(
  response: Response,
  body: string,
  readResponse: ReadResponse | undefined,
): ParameterList | undefined {
  const own = readResponse?.(body, response)
  if (own !== undefined) return own
  const text = body.trim()
  if (text.startsWith('{')) return parseJsonParameters(text)
  if (/^[<["]/.test(text)) return undefined
  try {
    return parseForm(text)
  } catch {
    return undefined
  }
}

function parseJsonParameters(text: string): ParameterList | undefined {
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
