import { OAuthError } from '@oauthplus/core'

import { consentOf } from './consent.js'
import { approved, denied, isConsentRepeated } from './decision.js'
import { loginResponse } from './login-response.js'
import { decidableToken, pendingToken } from './pending-token.js'
import type { ProviderResponse } from '../response.js'
import type { Visitor } from '../results.js'
import type { Settings } from '../settings/settings.js'
import { only } from './visitor-request.js'
import type { VisitorRequest } from './visitor-request.js'

const DECISIONS = new Map([
  ['approve', approved],
  ['deny', denied],
])

/**
 * Answers the authorization endpoint: GET shows the page, POST alone decides, but for a consent that
 * is repeated. Throws an `OAuthError` for a refusal.
 */
export async function authorizeEndpoint<User>(
  settings: Settings<User>,
  request: VisitorRequest,
  visitor: Visitor,
): Promise<ProviderResponse> {
  const { method, query, userId, language, localUrl } = request
  if (method === 'POST') return decided(settings, request)
  const tokenKey = only(query, 'oauth_token')
  if (userId === undefined) return loginResponse(visitor, localUrl)
  const pending = await pendingToken(settings, { tokenKey, userId })
  if (method === 'GET' && (await isConsentRepeated(settings, pending, userId))) {
    return (await approved(settings, pending, { userId, language, isRepeated: true })).response
  }
  return (await consentOf(settings, pending, language)).response
}

async function decided<User>(
  settings: Settings<User>,
  { userId, language, readForm }: VisitorRequest,
): Promise<ProviderResponse> {
  if (userId === undefined) {
    throw new OAuthError('permission_denied', 'Log in, then open this page again.')
  }
  const form = await readForm()
  const decision = { tokenKey: only(form, 'oauth_token'), userId, csrf: only(form, 'csrf') }
  const decide = DECISIONS.get(only(form, 'decision'))
  if (decide === undefined) {
    throw new OAuthError('parameter_rejected', 'The decision must be approve or deny.')
  }
  const pending = await decidableToken(settings, decision)
  return (await decide(settings, pending, { userId, language })).response
}
