import { collectRequest, parameterValue } from '@oauthplus/core'
import type { CollectedRequest } from '@oauthplus/core'
import {
  assertProtocolParameters,
  collectPlain,
  hasFormContentType,
} from '@oauthplus/core/internal'

import { restoreAuthorization } from './restore-authorization.js'
import type { IncomingRequest } from './incoming-request.js'
import { findMethod } from './identify-sender.js'
import { isPlaintextInQuery, createPlaintextInQueryError } from './plaintext-in-query.js'
import { assertSecureTransport } from '../public-url/public-url.js'
import { createMissingError, createParameterError } from '../errors/rejected-errors.js'
import type { Settings } from '../settings/settings.js'
import { assertParameterCount, assertProtocolValues, assertTimestamp } from './syntax.js'

/**
 * Takes a request apart, and refuses all that can be refused without knowing who sent it. The body
 * is read only if it is a form, and only after everything that needs none.
 */
export function collectParameters<User>(
  settings: Settings<User>,
  incoming: IncomingRequest,
  url: string,
): CollectedRequest | Promise<CollectedRequest> {
  const { method } = incoming.request
  const headers = restoreAuthorization(settings, incoming.request.headers)
  assertParameterCount(url, settings.parameterLimit)
  // Unlike the body, which a function of the application reads, these were checked on the way.
  const withoutBody = collectPlain({ method, url, headers })
  const isForm = hasFormContentType(headers)
  if (withoutBody.source !== undefined || !isForm) {
    assertProtocol(settings, incoming, withoutBody)
    if (!isForm) return withoutBody
  }
  return collectForm(settings, incoming, withoutBody)
}

async function collectForm<User>(
  settings: Settings<User>,
  incoming: IncomingRequest,
  withoutBody: CollectedRequest,
): Promise<CollectedRequest> {
  const { method, url, headers } = withoutBody
  const body = await incoming.request.readBody(settings.bodyLimitBytes)
  assertParameterCount(body, settings.parameterLimit)
  const collected = collectRequest({ method, url, headers, body })
  if (withoutBody.source === undefined) assertProtocol(settings, incoming, collected)
  return collected
}

function assertProtocol<User>(
  settings: Settings<User>,
  incoming: IncomingRequest,
  { protocol, url, source }: CollectedRequest,
): void {
  const { context, endpoint, request } = incoming
  const method = findMethod(settings, protocol)
  assertProtocolValues(protocol)
  context.consumerKey = parameterValue(protocol, 'oauth_consumer_key')
  context.tokenKey = parameterValue(protocol, 'oauth_token')
  assertProtocolParameters(protocol, method)
  if (!settings.allowPlaintextInQuery && isPlaintextInQuery({ source }, method)) {
    throw createPlaintextInQueryError()
  }
  assertToken(incoming, parameterValue(protocol, 'oauth_token') ?? '')
  assertTimestamp(protocol, {
    nowSeconds: settings.nowSeconds(),
    windowSeconds: incoming.timestampWindowSeconds ?? settings.timestampWindowSeconds,
  })
  assertSecureTransport(request, url, {
    plainHttpAllowed:
      settings.allowPlainHttpResources && endpoint === 'resource' && method?.name !== 'PLAINTEXT',
  })
}

function assertToken(
  { endpoint, allowTwoLegged = false }: IncomingRequest,
  tokenKey: string,
): void {
  if (endpoint === 'request-token') {
    if (tokenKey === '') return
    throw createParameterError('oauth_token', 'A request token is asked for without a token.')
  }
  // Only xAuth asks for an access token without a token, which is checked later.
  const isTokenOptional = endpoint === 'access-token' || (endpoint === 'resource' && allowTwoLegged)
  if (tokenKey === '' && !isTokenOptional) throw createMissingError('oauth_token')
}
