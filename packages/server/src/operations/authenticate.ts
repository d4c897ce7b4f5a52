import { OAuthError } from '@oauthplus/core'
import type { ParameterList } from '@oauthplus/core'
import {
  argumentError,
  assertOptions,
  isBoolean,
  isEither,
  isInteger,
  isProtocolParameter,
  isString,
  isStringArray,
  optionChecks,
} from '@oauthplus/core/internal'

import { checkRequest } from '../checks/check-request.js'
import type { CheckedRequest } from '../checks/check-request.js'
import { toConsumerInfo } from '../consumer/consumer-details.js'
import { limitScopes } from '../consumer/scopes.js'
import { createTokenError } from '../errors/rejected-errors.js'
import type { RequestContext } from '../refusals/refusal.js'
import type { ProviderRequest } from '../request.js'
import type { Authenticated, ConsumerGrant, Grant, SignedContent } from '../results.js'
import { createResponseHeaders } from './response-headers.js'
import { assertRealm } from '../settings/settings.js'
import type { Settings } from '../settings/settings.js'

const READ_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS'])

/** The requirements of a protected resource. */
export interface AuthenticateOptions {
  /**
   * The scope, or all the scopes, that the token must have. None by default. A scope with
   * `allowWrites: false` allows GET, HEAD and OPTIONS only.
   */
  readonly scope?: string | readonly string[] | undefined
  /**
   * Whether a consumer that may do so can come without a token, for itself: then there is no user,
   * and no scope is asked for. False by default.
   */
  readonly allowTwoLegged?: boolean | undefined
  /** Whether every body that is not a form must be signed by its hash. False by default. */
  readonly requireBodyHash?: boolean | undefined
  /** The realm of the challenge, if it differs from the provider's. */
  readonly realm?: string | undefined
  /** How far a timestamp may be from now, if that differs from the provider's. */
  readonly timestampWindowSeconds?: number | undefined
}

const OPTIONS = optionChecks<AuthenticateOptions>({
  required: {},
  optional: {
    scope: isEither('a string or an array of strings', isString, isStringArray),
    allowTwoLegged: isBoolean,
    requireBodyHash: isBoolean,
    realm: isString,
    timestampWindowSeconds: isInteger(1),
  },
})

/** Authenticates a request to a protected resource (RFC 5849 section 3). */
export async function authenticateRequest<User>(
  settings: Settings<User>,
  incoming: { readonly request: ProviderRequest; readonly context: RequestContext },
  options: AuthenticateOptions,
): Promise<Authenticated<Grant<User> | ConsumerGrant>> {
  const { allowTwoLegged, requireBodyHash, timestampWindowSeconds } = options
  const needed = assertAuthenticateOptions(settings, options)
  const { request, context } = incoming
  const checked = await checkRequest(settings, {
    request,
    context,
    endpoint: 'resource',
    allowTwoLegged,
    requireBodyHash,
    timestampWindowSeconds,
  })
  const { consumer, token, user } = checked
  // Written out below: an object that is spread into another costs as much as an HMAC.
  const { realm, query, form, body } = toSignedContent(checked)
  const { consumerKey, tokenKey, userId } = context
  const headers = createResponseHeaders(settings, request, checked.request)
  assertMethod(settings, needed, request.method)
  if (!token) {
    settings.emit({ type: 'request_authenticated', consumerKey })
    const info = toConsumerInfo(consumer)
    return { ok: true, grant: { realm, query, form, body, consumer: info, scopes: [] }, headers }
  }
  // Only an access token and its user open a resource, which the checks have made sure of.
  if (token.kind !== 'access' || user === undefined) {
    throw createTokenError()
  }
  const scopes = limitScopes(token.scopes, consumer.scopes)
  assertScopes(needed, scopes)
  settings.emit({ type: 'request_authenticated', consumerKey, tokenKey, userId })
  const grant: Grant<User> = {
    realm,
    query,
    form,
    body,
    user,
    userId: token.userId,
    consumer: toConsumerInfo(consumer),
    tokenKey: token.key,
    scopes,
  }
  return { ok: true, grant, headers }
}

/** Throws a `TypeError` for options that are not valid, and returns the scopes that they name. */
export function assertAuthenticateOptions<User>(
  settings: Settings<User>,
  options: AuthenticateOptions,
  functionName = 'authenticate',
): readonly string[] {
  assertOptions(functionName, options, OPTIONS)
  const { scope = [], realm } = options
  if (realm !== undefined) assertRealm(realm)
  const names = typeof scope === 'string' ? [scope] : scope
  const unknown = names.find((name) => !settings.scopes.has(name))
  if (unknown === undefined) return names
  throw argumentError(
    `${functionName}: the provider has no scope ${JSON.stringify(unknown.slice(0, 40))}; its scopes option names those that it has`,
  )
}

function assertScopes(needed: readonly string[], granted: readonly string[]): void {
  if (needed.every((name) => granted.includes(name))) return
  throw new OAuthError(
    'additional_authorization_required',
    `This needs the scope ${needed.join(' ')}.`,
  )
}

function assertMethod<User>(
  settings: Settings<User>,
  needed: readonly string[],
  method: string,
): void {
  if (READ_METHODS.has(method)) return
  const readOnly = needed.find((name) => settings.scopes.get(name)?.allowWrites === false)
  if (readOnly === undefined) return
  throw new OAuthError(
    'additional_authorization_required',
    `The scope ${readOnly} allows reading only.`,
  )
}

function toSignedContent<User>({ request }: CheckedRequest<User>): SignedContent {
  const { query, form, body, realm } = request
  return {
    realm,
    query: removeProtocolParameters(query),
    form: removeProtocolParameters(form),
    body: body instanceof Uint8Array ? body : undefined,
  }
}

function removeProtocolParameters(parameters: ParameterList): ParameterList {
  return parameters.filter((parameter) => !isProtocolParameter(parameter))
}
