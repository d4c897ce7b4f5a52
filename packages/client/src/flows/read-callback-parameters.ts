import { OAuthError, parameterValue, parseForm } from '@oauthplus/core'
import type { ParameterList, Problem } from '@oauthplus/core'
import { isProtocolParameter, parseProblem } from '@oauthplus/core/internal'

const DENIALS: ReadonlySet<string> = new Set(['permission_denied', 'user_refused', 'access_denied'])

/**
 * The parameters of a callback.
 *
 * @internal
 */
export interface CallbackParameters {
  /** The request token, if present. */
  readonly tokenKey: string | undefined
  /** The verifier, or an empty string. */
  readonly verifier: string
  /**
   * The reason that the provider reports for a missing verifier. A denial has the code
   * `callback_denied`.
   */
  readonly problem: Problem | undefined
}

/**
 * Reads the URL of a callback, absolute or as in the request line.
 *
 * @internal
 */
export function readCallbackParameters(url: string | URL): CallbackParameters {
  const [resource = ''] = String(url).split('#', 1)
  const mark = resource.indexOf('?')
  const parameters = mark === -1 ? [] : parseForm(resource.slice(mark + 1))
  assertNoDuplicates(parameters)
  const denied = parameterValue(parameters, 'denied')
  const verifier = parameterValue(parameters, 'oauth_verifier') ?? ''
  const error = parameterValue(parameters, 'error')
  const problem = parseProblem(parameters)
  // X sends `denied=TOKEN` instead of oauth_token, Jira the verifier "denied", Authlib
  // `error=access_denied`, and django-oauth-plus `error` with a sentence.
  const isDenial =
    (problem !== undefined && DENIALS.has(problem.code)) ||
    verifier === 'denied' ||
    (verifier === '' && (denied !== undefined || (error !== undefined && problem === undefined)))
  return {
    tokenKey: parameterValue(parameters, 'oauth_token') ?? (verifier === '' ? denied : undefined),
    verifier,
    problem: isDenial ? { ...problem, code: 'callback_denied' } : problem,
  }
}

function assertNoDuplicates(parameters: ParameterList): void {
  const names = parameters.filter(isProtocolParameter).map(([name]) => name)
  if (new Set(names).size === names.length) return
  throw new OAuthError('parameter_rejected', 'The callback contains a protocol parameter twice.')
}
