import { parameterValue } from '@oauthplus/core'
import type { ParameterList } from '@oauthplus/core'
import { escapeControls } from '@oauthplus/core/internal'

import { toErrorCode } from '../errors/problem-report.js'
import { readResponseParameters } from '../errors/find-reported-problem.js'
import type { ReportedProblem } from '../errors/reported-problem.js'
import { OAuthResponseError } from '../errors/response-error.js'
import type { Settings } from '../settings/settings.js'
import { containsSecret } from '../errors/contains-secret.js'
import type { Token } from '../token.js'
import { toExtra } from './extra-parameters.js'
import type { TokenRequest } from './token-request.js'
import type { TokenResponse } from './token-response.js'

const EXCERPT_LENGTH = 500
const TOKEN_PARAMETERS: ReadonlySet<string> = new Set([
  'oauth_token',
  'oauth_token_secret',
  'oauth_session_handle',
])

/**
 * Reads the response to a token request. Every response without a token is an error, never a token
 * of `undefined`.
 *
 * @internal
 */
export function readTokenResponse(
  settings: Settings,
  request: TokenRequest,
  received: {
    readonly response: Response
    /** The URL of the request. */
    readonly url: string
    readonly text: string
    /** The problem that the response reports. */
    readonly problem: ReportedProblem | undefined
    /** The signed base string, masked. */
    readonly baseString: string | undefined
  },
): TokenResponse {
  const { response, url, text, problem, baseString } = received
  const granted =
    response.ok && problem === undefined
      ? readToken(readParameters(settings, response, text), settings.nowSeconds())
      : undefined
  if (granted !== undefined) return granted
  const secrets = listSecrets(settings, request)
  // A successful response may contain a token in any format, but an HTML page does not.
  const isShown =
    (!response.ok || text.trimStart().startsWith('<')) &&
    request.confidential !== true &&
    !containsSecret(text, [...secrets, 'token_secret'])
  const [code, outcome] = describeFailure(response, problem)
  const { origin, pathname } = new URL(url)
  throw new OAuthResponseError(
    code,
    `The request for the ${request.wanted} to ${origin}${pathname} ${outcome}.`,
    {
      status: response.status,
      problem,
      bodyExcerpt: isShown ? escapeControls(text.slice(0, EXCERPT_LENGTH)) : undefined,
      baseString:
        baseString === undefined || containsSecret(baseString, secrets) ? undefined : baseString,
      response,
    },
  )
}

/**
 * Lists the strings that an error about a token request must not contain.
 *
 * @internal
 */
export function listSecrets({ consumer }: Settings, request: TokenRequest): readonly string[] {
  return [consumer.secret, request.token?.secret, request.secrets]
    .flat()
    .filter((secret) => secret !== undefined)
}

function describeFailure(
  response: Response,
  problem: ReportedProblem | undefined,
): [code: string, outcome: string] {
  const status = `status ${String(response.status)}`
  if (problem !== undefined) {
    const advice = problem.advice === undefined ? '' : ` (${problem.advice})`
    const { baseStringDifference } = problem
    const difference = baseStringDifference
      ? `. The provider's base string differs from the signed one: ${baseStringDifference}`
      : ''
    return [toErrorCode(problem), `failed with ${status}: ${problem.code}${advice}${difference}`]
  }
  return response.ok
    ? ['malformed_response', `received a response with ${status} but without a token`]
    : ['request_failed', `failed with ${status}`]
}

// RFC 5849 specifies a form. JSON is accepted only through provider.readResponse, so that an
// unrelated response does not become a token.
function readParameters(settings: Settings, response: Response, text: string): ParameterList {
  const isForm = !text.trimStart().startsWith('{')
  const { readResponse } = settings
  return (
    (isForm
      ? readResponseParameters(response, text, readResponse)
      : readResponse?.(text, response)) ?? []
  )
}

function readToken(parameters: ParameterList, nowSeconds: number): TokenResponse | undefined {
  const key = findSingleValue(parameters, 'oauth_token')
  const secret = findSingleValue(parameters, 'oauth_token_secret')
  // An empty secret is valid, an empty token is not.
  if (key === undefined || key === '' || secret === undefined) return undefined
  const beside = parameters.filter(([name]) => !TOKEN_PARAMETERS.has(name))
  return {
    token: { key, secret, ...readSession(parameters, nowSeconds) },
    parameters: beside,
    extra: toExtra(beside),
  }
}

// The Session extension, section 4.
function readSession(parameters: ParameterList, nowSeconds: number): Partial<Token> {
  const sessionHandle = findSingleValue(parameters, 'oauth_session_handle')
  const lifetimeSeconds = parseSeconds(findSingleValue(parameters, 'oauth_expires_in'))
  const sessionLifetimeSeconds = parseSeconds(
    findSingleValue(parameters, 'oauth_authorization_expires_in'),
  )
  return {
    ...(sessionHandle ? { sessionHandle } : {}),
    ...(lifetimeSeconds === undefined ? {} : { expiresAtSeconds: nowSeconds + lifetimeSeconds }),
    ...(sessionLifetimeSeconds === undefined
      ? {}
      : { sessionExpiresAtSeconds: nowSeconds + sessionLifetimeSeconds }),
  }
}

function parseSeconds(text: string | undefined): number | undefined {
  const digits = text?.match(/^[0-9]{1,12}$/)
  return digits ? Number(digits[0]) : undefined
}

function findSingleValue(parameters: ParameterList, name: string): string | undefined {
  const isAmbiguous = parameters.filter((parameter) => parameter[0] === name).length > 1
  return isAmbiguous ? undefined : parameterValue(parameters, name)
}
