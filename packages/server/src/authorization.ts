import { isOAuthError, OAuthError, problemOf } from '@oauthplus/core'

import { authorizeEndpoint } from './authorize-endpoint.js'
import { callbackOrigin, callbackUrl, OUT_OF_BAND } from './callback.js'
import { consumerInfo } from './consumers.js'
import { verifierDigest } from './exchange-request-token.js'
import { pageResponse, redirectResponse } from './page-response.js'
import { decidableToken, pendingToken } from './pending-token.js'
import type { Pending } from './pending-token.js'
import { problemStatus, statusHeaders } from './refusal.js'
import type { ProviderRequest } from './request.js'
import type { ProviderResponse } from './response.js'
import type {
  Answered,
  AuthorizationDecision,
  AuthorizationInput,
  Consent,
  Refusal,
  Visitor,
} from './results.js'
import type { Settings } from './settings.js'

/** What the User is to decide. */
export interface Loaded extends Answered {
  /** What the consent page is made of. */
  readonly consent: Consent
}

/** What the User decides about a Request Token. Refusals come with an error page. */
export interface Authorization {
  /** Loads what the User is to decide, with the consent page. Changes nothing. */
  load(input: AuthorizationInput): Promise<Loaded | Refusal>
  /**
   * Approves: answers with the redirect to the callback, or with the page that shows the verifier,
   * this one time.
   */
  approve(decision: AuthorizationDecision): Promise<Answered | Refusal>
  /**
   * Denies: the Request Token dies, and the callback learns of it by
   * `oauth_problem=permission_denied`.
   */
  deny(decision: AuthorizationDecision): Promise<Answered | Refusal>
  /**
   * Answers the authorization endpoint as a whole: login, consent page on GET, decision on POST.
   */
  respond(request: ProviderRequest, visitor: Visitor): Promise<ProviderResponse>
}

/** Makes the authorization of a Provider (RFC 5849 section 2.2). */
export function authorizationOf<User>(settings: Settings<User>): Authorization {
  const load: Authorization['load'] = (input) =>
    withErrorPage(settings, async () => consentOf(settings, await pendingToken(settings, input)))
  const approve: Authorization['approve'] = (decision) =>
    withErrorPage(settings, async () =>
      approved(settings, await decidableToken(settings, decision), decision.userId),
    )
  const deny: Authorization['deny'] = (decision) =>
    withErrorPage(settings, async () =>
      denied(settings, await decidableToken(settings, decision), decision.userId),
    )
  return {
    load,
    approve,
    deny,
    async respond(request, visitor) {
      const outcome = await withErrorPage(settings, async () => ({
        ok: true,
        response: await authorizeEndpoint(
          settings,
          { request, visitor },
          {
            load: async (input) => (await load(input)).response,
            approve: async (decision) => (await approve(decision)).response,
            deny: async (decision) => (await deny(decision)).response,
          },
        ),
      }))
      return outcome.response
    },
  }
}

async function consentOf<User>(
  settings: Settings<User>,
  { consumer, token, csrf, callback }: Pending,
): Promise<Loaded> {
  const scopes = token.scopes.map((name) => ({
    name,
    description: settings.scopes.get(name)?.description ?? name,
  }))
  const origin = callbackOrigin(callback)
  const info = consumerInfo(consumer)
  const response = await pageResponse(settings, {
    name: 'consent',
    data: {
      consumer: info,
      scopes,
      callbackOrigin: origin,
      fields: [
        ['oauth_token', token.key],
        ['csrf', csrf],
      ],
    },
    formLeadsTo: origin,
  })
  return { ok: true, response, consent: { consumer: info, scopes, csrf } }
}

async function approved<User>(
  settings: Settings<User>,
  { token, consumer, callback, nowSeconds }: Pending,
  userId: string,
): Promise<Answered> {
  const verifier = callback === OUT_OF_BAND ? settings.random.typeable() : settings.random.key()
  const isApproved: unknown = await settings.store.approveRequestToken(token.key, {
    userId,
    verifierDigest: await verifierDigest(verifier, token),
    nowSeconds,
  })
  if (isApproved !== true) throw decidedBefore()
  if (callback === OUT_OF_BAND) {
    const data = { consumer: consumerInfo(consumer), verifier }
    return { ok: true, response: await pageResponse(settings, { name: 'verifier', data }) }
  }
  const location = callbackUrl(callback, [
    ['oauth_token', token.key],
    ['oauth_verifier', verifier],
  ])
  return { ok: true, response: redirectResponse(303, location) }
}

async function denied<User>(
  settings: Settings<User>,
  { token, consumer, callback, nowSeconds }: Pending,
  userId: string,
): Promise<Answered> {
  const isDenied: unknown = await settings.store.denyRequestToken(token.key, { userId, nowSeconds })
  if (isDenied !== true) {
    throw decidedBefore()
  }
  if (callback === OUT_OF_BAND) {
    const data = { consumer: consumerInfo(consumer) }
    return { ok: true, response: await pageResponse(settings, { name: 'denied', data }) }
  }
  const location = callbackUrl(callback, [
    ['oauth_token', token.key],
    ['oauth_problem', 'permission_denied'],
  ])
  return { ok: true, response: redirectResponse(303, location) }
}

function decidedBefore(): OAuthError {
  return new OAuthError('token_used', 'This request for access was decided before.')
}

async function withErrorPage<User, Result extends { readonly ok: true }>(
  settings: Settings<User>,
  operation: () => Promise<Result>,
): Promise<Result | Refusal> {
  try {
    return await operation()
  } catch (error) {
    if (!isOAuthError(error)) throw error
    return errorPage(settings, error)
  }
}

/** Answers a refusal to a person: with a page, not with a challenge that no browser understands. */
async function errorPage<User>(settings: Settings<User>, error: OAuthError): Promise<Refusal> {
  const problem = problemOf(error)
  // Nothing here is solved by sending credentials, so 401, which promises that, becomes 400.
  const status = problemStatus(problem) === 401 ? 400 : problemStatus(problem)
  const response = await pageResponse(settings, {
    name: 'error',
    data: { status, code: problem.code, message: error.message },
    status,
    headers: statusHeaders(problem),
  })
  const refusal: Refusal = { ok: false, problem, response }
  return error.cause === undefined ? refusal : { ...refusal, cause: error.cause }
}
