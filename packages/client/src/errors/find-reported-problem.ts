import { parameterValue, parseForm } from '@oauthplus/core'
import type { ParameterList, Problem } from '@oauthplus/core'
import { escapeControls, parseProblem } from '@oauthplus/core/internal'

import { describeBaseStringDifference } from './describe-base-string-difference.js'
import { escapeProblem } from './escape-problem.js'
import { findExpectedBaseString } from './find-expected-base-string.js'
import { parseChallenge } from './parse-challenge.js'
import { maskBaseString } from './mask-base-string.js'
import type { ReportedProblem } from './reported-problem.js'
import type { ReadError } from './service-error.js'
import { containsSecret } from './contains-secret.js'

const MAX_STRING_LENGTH = 500

/** Reads a body in the service's own error format. */
export type ReadResponse = (text: string, response: Response) => ParameterList | undefined

/** The details of the request and the provider that the search needs. */
interface ReportContext {
  /** The secrets that were sent or used to sign. */
  readonly secrets: readonly string[]
  /** The signed base string, masked. */
  readonly baseString?: string | undefined
  readonly readResponse?: ReadResponse | undefined
  readonly readError?: ReadError | undefined
}

/**
 * Finds the problem that a provider reports: in the `WWW-Authenticate` header, in the service's own
 * format, or in the body as a form or JSON. The status does not matter, because some services
 * report errors with 200. Strings that contain a secret are omitted, and control characters are
 * escaped.
 *
 * @internal
 */
export function findReportedProblem(
  response: Response,
  body: string,
  context: ReportContext,
): ReportedProblem | undefined {
  const challenge = parseChallenge(response.headers.get('www-authenticate') ?? '')
  const parameters = readResponseParameters(response, body, context.readResponse) ?? []
  const problem =
    parseProblem(challenge) ??
    readServiceProblem(response, body, context.readError) ??
    parseProblem(parameters) ??
    readBearerError(challenge)
  if (problem === undefined) return undefined
  const isHarmless = (text: string): boolean => !containsSecret(text, context.secrets)
  const { code, advice } = problem
  const expected = findExpectedBaseString([...challenge, ...parameters], body)
  return {
    ...escapeProblem({
      ...problem,
      // Some services send a sentence instead of a code.
      code: isHarmless(code) ? code.slice(0, MAX_STRING_LENGTH) : 'unknown',
      advice: advice !== undefined && isHarmless(advice) ? shorten(advice) : undefined,
      parametersAbsent: problem.parametersAbsent?.filter(isHarmless),
      parametersRejected: problem.parametersRejected?.filter(
        ([name, value]) => name !== 'x_auth_password' && isHarmless(value),
      ),
    }),
    ...(expected !== undefined && isHarmless(expected)
      ? compareBaseStrings(expected, context.baseString)
      : {}),
  }
}

function readServiceProblem(
  response: Response,
  body: string,
  readError: ReadError | undefined,
): Problem | undefined {
  const found = readError?.(body, response)
  return found && { code: found.code ?? `http_${String(response.status)}`, advice: found.advice }
}

// Some services use the parameters of RFC 6750, section 3, in their OAuth challenge.
function readBearerError(challenge: ParameterList): Problem | undefined {
  const code = parameterValue(challenge, 'error')
  return code ? { code, advice: parameterValue(challenge, 'error_description') } : undefined
}

function compareBaseStrings(
  expected: string,
  signed: string | undefined,
): Partial<ReportedProblem> {
  const expectedBaseString = maskExpected(expected)
  if (expectedBaseString === undefined) return {}
  const difference =
    signed === undefined ? undefined : describeBaseStringDifference(signed, expectedBaseString)
  return {
    expectedBaseString,
    baseStringDifference: difference === undefined ? undefined : escapeControls(difference),
  }
}

// The provider's escapes may be malformed.
function maskExpected(expected: string): string | undefined {
  try {
    return maskBaseString(expected)
  } catch {
    return undefined
  }
}

/** Truncates a sentence at the end of a word. */
function shorten(sentence: string): string {
  if (sentence.length <= MAX_STRING_LENGTH) return sentence
  const cut = sentence.slice(0, MAX_STRING_LENGTH)
  const end = cut.lastIndexOf(' ')
  return `${end > 0 ? cut.slice(0, end) : cut}…`
}

/**
 * Reads the parameters of a body: with the service's own reader, or else as a form (whatever its
 * Content-Type) or as one JSON object, from which strings and numbers are used. Returns `undefined`
 * for HTML, XML and anything else.
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
