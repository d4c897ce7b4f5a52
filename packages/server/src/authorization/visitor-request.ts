import { collectRequest, headerValues, OAuthError } from '@oauthplus/core'
import type { ParameterList } from '@oauthplus/core'
import { assertArgument } from '@oauthplus/core/internal'

import type { LanguagePreference } from '../language-preference.js'
import { assertSecureTransport } from '../public-url/public-url.js'
import { isIndexable } from '../store/storable.js'
import { toPageValue } from '../checks/syntax.js'
import type { RequestContext } from '../refusals/refusal.js'
import { createMethodError } from '../errors/rejected-errors.js'
import type { ProviderRequest } from '../request.js'
import type { Visitor } from '../results.js'
import type { Settings } from '../settings/settings.js'
import { callOrRefuse } from '../errors/unavailable-error.js'

/** One slash at the beginning; no backslash, space or control character anywhere. */
const LOCAL_URL = /^\/(?!\/)[^\\\p{Cc}\p{Z}]*$/u

/** A browser's request for a page, and who looks at it. */
export interface VisitorRequest {
  readonly method: string
  /** The parameters of the query. */
  readonly query: ParameterList
  /** Path and query, with exactly one leading slash, for a login page to lead back to. */
  readonly localUrl: string
  /** The public URL of the request. */
  readonly url: string
  /** The user who is logged in; `undefined` if nobody is. */
  readonly userId: string | undefined
  readonly visit: { readonly request: ProviderRequest; readonly language: LanguagePreference }
  /** Reads the form that was posted. */
  readonly readForm: () => Promise<ParameterList>
}

/** Reads a browser's request. Throws an `OAuthError` for what no page responds to. */
export async function readVisitorRequest<User>(
  settings: Settings<User>,
  visit: {
    readonly request: ProviderRequest
    readonly visitor: Visitor
    readonly context: RequestContext
  },
): Promise<VisitorRequest> {
  const { request, visitor, context } = visit
  const { method } = request
  if (method !== 'GET' && method !== 'HEAD' && method !== 'POST') {
    throw createMethodError(['GET', 'HEAD', 'POST'])
  }
  const { url, address } = await settings.readPublicRequest(request)
  context.address = address
  assertSecureTransport(request, url)
  const localUrl = toLocalUrl(url)
  const { query } = collectRequest({ method, url, headers: [] })
  const userId = toUserId(await callOrRefuse(() => visitor.getUserId()))
  context.userId = userId
  return {
    method,
    query,
    localUrl,
    url,
    userId,
    visit: { request, language: readLanguage(request, query) },
    readForm: () => readFormBody(settings, request, url),
  }
}

/** Returns the one value of a parameter; throws an `OAuthError` if there is none, or several. */
export function readSingle(parameters: ParameterList, name: string): string {
  return toPageValue(name, readOptional(parameters, name))
}

/** Returns the value of a parameter if there is one; throws an `OAuthError` if there are several. */
export function readOptional(parameters: ParameterList, name: string): string | undefined {
  const [found, ...others] = parameters.filter((parameter) => parameter[0] === name)
  if (found === undefined) return undefined
  return toPageValue(name, others.length > 0 ? undefined : found[1])
}

/** Reads the language that a browser's request prefers for its response. */
export function readLanguage(
  { headers }: ProviderRequest,
  query: ParameterList = [],
): LanguagePreference {
  return {
    acceptLanguage: headerValues(headers, 'accept-language').join(', '),
    consumerPreference: query.find(([name]) => name === 'xoauth_lang_pref')?.[1],
  }
}

/**
 * Returns path and query of a URL. Refuses what a browser, which follows a redirect to it, would take
 * for another host: `//host` and `/\host`.
 */
function toLocalUrl(url: string): string {
  const localUrl = url.replace(/^https?:\/\/[^/?]*/i, '')
  if (LOCAL_URL.test(localUrl)) return localUrl
  throw new OAuthError(
    'parameter_rejected',
    'The path of a page begins with exactly one slash and contains no backslash.',
  )
}

async function readFormBody<User>(
  settings: Settings<User>,
  request: ProviderRequest,
  url: string,
): Promise<ParameterList> {
  const body = await request.readBody(settings.bodyLimitBytes)
  const { method } = request
  const headers = request.headers.filter(([name]) => name.toLowerCase() !== 'authorization')
  // The form carries oauth_token, as the URL does: only the form is read.
  return collectRequest({ method, url: url.replace(/\?.*/, ''), headers, body }).form
}

function toUserId(userId: unknown): string | undefined {
  if (userId === undefined || userId === null || userId === '') return undefined
  assertArgument('getUserId', { 'the returned value': userId }, isIndexable)
  return userId as string
}
