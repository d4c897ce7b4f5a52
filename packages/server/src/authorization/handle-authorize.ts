import { OAuthError } from '@oauthplus/core'

import { createConsent } from './consent.js'
import { approve, deny, isConsentRepeated } from './decision.js'
import { createLoginResponse, getSwitchUserUrl } from './create-login-response.js'
import { loadDecidableToken, loadPendingToken } from './pending-token.js'
import type { ProviderResponse } from '../response.js'
import type { Visitor } from '../results.js'
import type { Settings } from '../settings/settings.js'
import { readSingle } from './visitor-request.js'
import type { VisitorRequest } from './visitor-request.js'

const DECISIONS = new Map([
  ['approve', approve],
  ['deny', deny],
])

/**
 * Handles the authorization endpoint: GET shows the page, only POST decides, except for a consent that
 * is repeated. Throws an `OAuthError` for a refusal.
 */
export async function handleAuthorize<User>(
  settings: Settings<User>,
  request: VisitorRequest,
  visitor: Visitor,
): Promise<ProviderResponse> {
  const { method, query, userId, localUrl, visit } = request
  if (method === 'POST') return handleDecision(settings, request)
  const tokenKey = readSingle(query, 'oauth_token')
  if (userId === undefined) return createLoginResponse(visitor, localUrl)
  const pending = await loadPendingToken(settings, { tokenKey, userId })
  if (method === 'GET' && (await isConsentRepeated(settings, pending))) {
    return (await approve(settings, pending, { visit, isRepeated: true })).response
  }
  const links = {
    switchUserUrl: getSwitchUserUrl(visitor, localUrl),
    applicationsUrl: visitor.applicationsUrl,
  }
  return (await createConsent(settings, pending, { visit, links })).response
}

async function handleDecision<User>(
  settings: Settings<User>,
  { userId, visit, readForm }: VisitorRequest,
): Promise<ProviderResponse> {
  if (userId === undefined) {
    throw new OAuthError('permission_denied', 'Log in, then open this page again.')
  }
  const form = await readForm()
  const decision = {
    tokenKey: readSingle(form, 'oauth_token'),
    userId,
    csrf: readSingle(form, 'csrf'),
  }
  const decide = DECISIONS.get(readSingle(form, 'decision'))
  if (decide === undefined) {
    throw new OAuthError('parameter_rejected', 'The decision must be approve or deny.')
  }
  const pending = await loadDecidableToken(settings, decision)
  return (await decide(settings, pending, { visit })).response
}
