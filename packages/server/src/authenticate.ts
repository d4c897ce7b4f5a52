import { isProtocolParameter, OAuthError } from '@oauthplus/core'
import type { ParameterList } from '@oauthplus/core'

import { checkRequest } from './check-request.js'
import { consumerInfo } from './consumers.js'
import type { ProviderRequest } from './request.js'
import type { Grant } from './results.js'
import type { Settings } from './settings.js'

/** What a protected resource asks of a request. */
export interface AuthenticateOptions {
  /** The scope, or all the scopes, that the token must have. None by default. */
  readonly scope?: string | readonly string[] | undefined
}

/** Authenticates a request to a protected resource (RFC 5849 section 3). */
export async function authenticateRequest<User>(
  settings: Settings<User>,
  request: ProviderRequest,
  options: AuthenticateOptions,
): Promise<{ readonly ok: true; readonly grant: Grant<User> }> {
  const needed = requiredScopes(settings, options)
  const checked = await checkRequest(settings, request, 'resource')
  const { token, user, consumer } = checked
  // A resource is opened by an Access Token and its User alone, which the checks have made sure of.
  if (token?.kind !== 'access' || user === undefined) {
    throw new OAuthError('token_rejected', 'The token is not accepted here.')
  }
  if (!needed.every((name) => token.scopes.includes(name))) {
    throw new OAuthError(
      'additional_authorization_required',
      `This needs the scope ${needed.join(' ')}.`,
    )
  }
  const { query, form, body } = checked.request
  const grant: Grant<User> = {
    user,
    userId: token.userId,
    consumer: consumerInfo(consumer),
    tokenKey: token.key,
    scopes: token.scopes,
    query: withoutProtocol(query),
    form: withoutProtocol(form),
    body: body instanceof Uint8Array ? body : undefined,
  }
  return { ok: true, grant }
}

function requiredScopes<User>(
  settings: Settings<User>,
  { scope = [] }: AuthenticateOptions,
): readonly string[] {
  const names = typeof scope === 'string' ? [scope] : scope
  const unknown = names.find((name) => !settings.scopes.has(name))
  if (unknown === undefined) return names
  throw new TypeError(`The Provider has no scope ${JSON.stringify(unknown)}`)
}

function withoutProtocol(parameters: ParameterList): ParameterList {
  return parameters.filter((parameter) => !isProtocolParameter(parameter))
}
