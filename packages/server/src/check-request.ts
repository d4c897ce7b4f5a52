import {
  bodyHashMatches,
  collectRequest,
  digest,
  formatForm,
  hasFormContentType,
  OAuthError,
  parameterValue,
  requireProtocolParameters,
} from '@oauthplus/core'
import type { CollectedRequest, SignatureMethod } from '@oauthplus/core'

import { activeUser } from './active-user.js'
import { identifySender, methodOf } from './identify-sender.js'
import { requireSecureTransport, signedUrl } from './public-url.js'
import { absent, rejected, tokenRejected } from './rejected.js'
import type { ProviderRequest } from './request.js'
import type { Settings } from './settings.js'
import type { AccessTokenRecord, ConsumerRecord, RequestTokenRecord } from './store.js'
import { requireSoundValues, requireTimestamp, refuseTooManyParameters } from './syntax.js'
import { unavailable } from './unavailable.js'

/** Who asks for what. */
export type Endpoint = 'request-token' | 'access-token' | 'resource'

/** A request that passed every check that all operations share. */
export interface CheckedRequest<User> {
  readonly request: CollectedRequest
  readonly consumer: ConsumerRecord
  /**
   * The token that the request names: at a resource an Access Token, at the exchange a Request
   * Token, or none.
   */
  readonly token: RequestTokenRecord | AccessTokenRecord | undefined
  /** The User behind the token. */
  readonly user: User | undefined
  readonly nowSeconds: number
}

/**
 * Checks a request in the one order that every operation keeps: what is cheap first, what is secret
 * only to those who have signed rightly, and the nonce last, so that nobody can use up another's.
 * Throws an `OAuthError` for a refusal.
 */
export async function checkRequest<User>(
  settings: Settings<User>,
  request: ProviderRequest,
  endpoint: Endpoint,
): Promise<CheckedRequest<User>> {
  // One parameter source, no duplicates; syntax and lengths; version; timestamp; transport.
  const url = await signedUrl(request, settings.publicUrl)
  const collected = await collect(settings, request, { url, endpoint })

  // Consumer and token, the method, the signature, the body hash.
  const sender = await identifySender(settings, collected)
  const hashed = await withHashedBody(settings, request, { collected, method: sender.method })
  if (!(await bodyHashMatches(hashed, sender.method))) {
    throw new OAuthError('signature_invalid', 'The body does not match oauth_body_hash.')
  }

  // The Consumer's status. From here on the sender has signed rightly and may be told states.
  const { consumer, token } = sender
  if (consumer.status !== 'accepted') {
    throw new OAuthError('consumer_key_rejected', `The Consumer is ${consumer.status}.`)
  }

  // The token's kind, state and expiry; then the User behind it.
  const nowSeconds = settings.nowSeconds()
  const user = token && (await userBehind(settings, token, { endpoint, nowSeconds }))

  await recordNonce(settings, hashed, endpoint === 'resource' ? token?.key : undefined)
  return { request: hashed, consumer, token, user, nowSeconds }
}

async function collect<User>(
  settings: Settings<User>,
  request: ProviderRequest,
  context: { readonly url: string; readonly endpoint: Endpoint },
): Promise<CollectedRequest> {
  const { method, headers } = request
  const { url } = context
  refuseTooManyParameters(url, settings.parameterLimit)
  const withoutBody = collectRequest({ method, url, headers })
  const isForm = hasFormContentType(headers)
  // The body of a form is read only after all that can be refused without it.
  if (withoutBody.source !== undefined || !isForm) {
    requireSoundProtocol(settings, request, { ...context, collected: withoutBody })
    if (!isForm) return withoutBody
  }
  const body = await request.readBody(settings.bodyLimitBytes)
  refuseTooManyParameters(body, settings.parameterLimit)
  const collected = collectRequest({ method, url, headers, body })
  if (withoutBody.source === undefined) {
    requireSoundProtocol(settings, request, { ...context, collected })
  }
  return collected
}

function requireSoundProtocol<User>(
  settings: Settings<User>,
  request: ProviderRequest,
  context: {
    readonly url: string
    readonly endpoint: Endpoint
    readonly collected: CollectedRequest
  },
): void {
  const { url, endpoint } = context
  const { protocol } = context.collected
  const method = methodOf(settings, protocol)
  requireSoundValues(protocol)
  requireProtocolParameters(protocol, method)
  requireToken(endpoint, parameterValue(protocol, 'oauth_token') ?? '')
  requireTimestamp(protocol, settings)
  requireSecureTransport(request, url, {
    plainHttpAllowed:
      settings.plainHttpResources && endpoint === 'resource' && method?.name !== 'PLAINTEXT',
  })
}

function requireToken(endpoint: Endpoint, tokenKey: string): void {
  if (endpoint === 'resource' && tokenKey === '') throw absent('oauth_token')
  if (endpoint === 'request-token' && tokenKey !== '') {
    throw rejected('oauth_token', 'A Request Token is asked for without a token.')
  }
}

async function withHashedBody<User>(
  settings: Settings<User>,
  request: ProviderRequest,
  context: { readonly collected: CollectedRequest; readonly method: SignatureMethod },
): Promise<CollectedRequest> {
  const { collected, method } = context
  const isHashed =
    method.bodyHash !== undefined &&
    parameterValue(collected.protocol, 'oauth_body_hash') !== undefined
  if (!isHashed || collected.body !== undefined) return collected
  return { ...collected, body: await request.readBody(settings.bodyLimitBytes) }
}

async function userBehind<User>(
  settings: Settings<User>,
  token: RequestTokenRecord | AccessTokenRecord,
  context: { readonly endpoint: Endpoint; readonly nowSeconds: number },
): Promise<User> {
  // A Request Token does not open a resource, an Access Token is not exchanged.
  if (token.kind !== (context.endpoint === 'resource' ? 'access' : 'request')) throw tokenRejected()
  if (token.expiresAtSeconds !== undefined && token.expiresAtSeconds < context.nowSeconds) {
    throw new OAuthError('token_expired', 'The token has expired.')
  }
  if (token.kind === 'request') requireApproved(token)
  const user = token.userId === undefined ? undefined : await activeUser(settings, token.userId)
  if (user === undefined) throw tokenRejected()
  return user
}

function requireApproved(token: RequestTokenRecord): void {
  switch (token.state) {
    case 'approved':
      return
    case 'pending':
      throw new OAuthError('permission_unknown', 'The User has not decided yet.')
    case 'denied':
      throw new OAuthError('permission_denied', 'The User has refused access.')
    case 'used':
      throw new OAuthError('token_used', 'The Request Token was exchanged before.')
    case 'locked':
      throw new OAuthError('token_rejected', 'Too many wrong verifiers were sent for this token.')
  }
}

async function recordNonce<User>(
  settings: Settings<User>,
  { protocol }: CollectedRequest,
  accessTokenKey: string | undefined,
): Promise<void> {
  const timestamp = parameterValue(protocol, 'oauth_timestamp')
  // PLAINTEXT may come without timestamp and nonce; everything else was refused without them.
  if (timestamp === undefined) return
  const identity = ['oauth_consumer_key', 'oauth_token', 'oauth_timestamp', 'oauth_nonce'].map(
    (name) => ['', parameterValue(protocol, name) ?? ''] as const,
  )
  const outcome = await settings.store.recordNonce({
    digest: await digest(formatForm(identity), 'SHA-256'),
    expiresAtSeconds: Number(timestamp) + settings.timestampWindowSeconds,
    nowSeconds: settings.nowSeconds(),
    ...(accessTokenKey === undefined ? {} : { accessTokenKey }),
  })
  if (outcome === 'used') throw new OAuthError('nonce_used', 'The nonce was used before.')
  // Nothing but the one right word: a store that answers anything else is full, or broken.
  if (outcome !== 'recorded') throw unavailable()
  // The timestamp may have left the window while the request was checked, and an earlier nonce like
  // this one may have been purged meanwhile: only a timestamp that is still acceptable proves that
  // the nonce is new.
  requireTimestamp(protocol, settings)
}
