import { collectRequest, OAuthError } from '@oauthplus/core'
import type { ParameterList } from '@oauthplus/core'

import { redirectResponse } from './page-response.js'
import { methodRefused } from './rejected.js'
import { requireSecureTransport, signedUrl } from './public-url.js'
import type { ProviderRequest } from './request.js'
import type { ProviderResponse } from './response.js'
import type { AuthorizationDecision, AuthorizationInput, Visitor } from './results.js'
import type { Settings } from './settings.js'
import { orUnavailable } from './unavailable.js'

/** What the endpoint can lead to. */
interface Steps {
  load(input: AuthorizationInput): Promise<ProviderResponse>
  approve(decision: AuthorizationDecision): Promise<ProviderResponse>
  deny(decision: AuthorizationDecision): Promise<ProviderResponse>
}

/**
 * Answers the page of the authorization endpoint: GET shows it, POST alone decides. Throws an
 * `OAuthError` for a refusal.
 */
export async function authorizeEndpoint<User>(
  settings: Settings<User>,
  arrival: { readonly request: ProviderRequest; readonly visitor: Visitor },
  steps: Steps,
): Promise<ProviderResponse> {
  const { request, visitor } = arrival
  const { method } = request
  if (method !== 'GET' && method !== 'HEAD' && method !== 'POST') {
    throw methodRefused(['GET', 'HEAD', 'POST'])
  }
  const url = await signedUrl(request, settings.publicUrl)
  requireSecureTransport(request, url, { plainHttpAllowed: false })
  const userId = requireUserId(await orUnavailable(() => visitor.userId()))
  if (method !== 'POST') {
    const tokenKey = only(collectRequest({ method, url, headers: [] }).query, 'oauth_token')
    if (!userId) return redirectResponse(302, visitor.loginUrl(localPath(url)))
    return steps.load({ tokenKey, userId })
  }
  if (!userId) throw new OAuthError('permission_denied', 'Log in, then open this page again.')
  const form = await readForm(settings, request, url)
  const decision = { tokenKey: only(form, 'oauth_token'), userId, csrf: only(form, 'csrf') }
  switch (only(form, 'decision')) {
    case 'approve':
      return steps.approve(decision)
    case 'deny':
      return steps.deny(decision)
    default:
      throw new OAuthError('parameter_rejected', 'The decision must be approve or deny.')
  }
}

async function readForm<User>(
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

function only(parameters: ParameterList, name: string): string {
  const [value, ...others] = parameters.filter((parameter) => parameter[0] === name)
  if (value === undefined || others.length > 0) {
    throw new OAuthError('parameter_rejected', `This page needs the parameter ${name} once.`)
  }
  return value[1]
}

function requireUserId(userId: unknown): string | undefined {
  if (userId === undefined || userId === null || userId === '') return undefined
  if (typeof userId === 'string') return userId
  throw new TypeError('userId must give a text, or nothing where nobody is logged in')
}

/** Gives path and query of a URL of this server, for the login page to lead back to. */
function localPath(url: string): string {
  return url.replace(/^https?:\/\/[^/]*/i, '')
}
