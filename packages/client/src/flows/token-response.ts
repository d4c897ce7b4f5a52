import { parameterValue } from '@oauthplus/core'
import type { ParameterList, Problem } from '@oauthplus/core'

import { problemCode } from '../errors/problem-report.js'
import { formParameters, reportedProblem } from '../errors/reported-problem.js'
import { OAuthResponseError } from '../errors/response-error.js'
import type { Settings } from '../settings/settings.js'
import { showsSecret } from '../errors/shows-secret.js'
import type { Token } from '../token.js'
import type { TokenRequest } from './token-request.js'

const EXCERPT_LENGTH = 500

/** A token as a Provider gives it. */
export interface TokenResponse {
  /** The token and its secret. */
  readonly token: Token
  /** What the answer holds beside the token, such as `user_id`. */
  readonly parameters: ParameterList
}

/**
 * Reads the answer to a token request. Whatever is no token is an error, never a token of
 * `undefined`.
 *
 * @internal
 */
export function readTokenResponse(
  settings: Settings,
  request: TokenRequest,
  answer: { readonly response: Response; readonly text: string | undefined },
): TokenResponse {
  const { response, text = '' } = answer
  const secrets = [
    settings.consumer.secret,
    request.token?.secret,
    ...(request.secrets ?? []),
  ].filter((secret) => secret !== undefined)
  const problem = reportedProblem(response, text, secrets)
  const granted = response.ok && problem === undefined ? tokenIn(text) : undefined
  if (granted !== undefined) return granted
  // What says success may hold a token, however it is written.
  const isShown =
    !response.ok &&
    request.confidential !== true &&
    !showsSecret(text, [...secrets, 'token_secret'])
  const [code, reason] = reasonOf(response, problem)
  throw new OAuthResponseError(
    code,
    `The Provider answered the request for the ${request.wanted} with ${String(response.status)}${reason}.`,
    {
      status: response.status,
      problem,
      bodyExcerpt: isShown ? text.slice(0, EXCERPT_LENGTH) : undefined,
      response,
    },
  )
}

function reasonOf(response: Response, problem: Problem | undefined): [code: string, text: string] {
  if (problem !== undefined) {
    const advice = problem.advice === undefined ? '' : ` (${problem.advice})`
    return [problemCode(problem), `: ${problem.code}${advice}`]
  }
  return response.ok
    ? ['response_malformed', ', but with no token in a form']
    : ['request_failed', '']
}

function tokenIn(text: string): TokenResponse | undefined {
  const parameters = formParameters(text) ?? []
  const key = onlyValue(parameters, 'oauth_token')
  const secret = onlyValue(parameters, 'oauth_token_secret')
  // An empty secret is one, an empty token is none.
  if (key === undefined || key === '' || secret === undefined) return undefined
  return {
    token: { key, secret },
    parameters: parameters.filter(([name]) => !/^oauth_token(?:_secret)?$/.test(name)),
  }
}

function onlyValue(parameters: ParameterList, name: string): string | undefined {
  const isAmbiguous = parameters.filter((parameter) => parameter[0] === name).length > 1
  return isAmbiguous ? undefined : parameterValue(parameters, name)
}
