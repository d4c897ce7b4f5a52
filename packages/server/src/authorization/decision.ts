import { OAuthError } from '@oauthplus/core'

import { conceal } from '../errors/conceal.js'
import { createCallbackUrl, isExactHttpsCallback, OUT_OF_BAND } from '../callback/callback.js'
import { toConsumerInfo } from '../consumer/consumer-details.js'
import { digestVerifier } from '../tokens/verifier-digest.js'
import { createPageResponse, createRedirect } from './create-page-response.js'
import type { PageVisit } from './create-page-response.js'
import type { PendingToken } from './pending-token.js'
import type { EndpointSuccess } from '../results.js'
import type { Settings } from '../settings/settings.js'
import { isRenewable } from '../tokens/token-state.js'

const MAX_TOKENS = 1000

/** For whom the next page is rendered, and whether the user decided before. */
interface Decision<User> {
  readonly visit: PageVisit<User>
  readonly isRepeated?: boolean
}

/** Approves a request token, and sends the user back with the verifier. */
export async function approve<User>(
  settings: Settings<User>,
  { token, consumer, callback, user, userId, nowSeconds }: PendingToken<User>,
  { visit, isRepeated = false }: Decision<User>,
): Promise<EndpointSuccess> {
  const verifier = callback === OUT_OF_BAND ? settings.random.typeable() : settings.random.key()
  const outcome = await settings.store.approveRequestToken(token.key, {
    userId,
    verifierDigest: await digestVerifier(verifier, token),
    nowSeconds,
  })
  if (outcome !== 'approved') throw createDecidedError()
  const { key: tokenKey, consumerKey } = token
  settings.emit({ type: 'authorization_approved', consumerKey, tokenKey, userId, isRepeated })
  if (callback === OUT_OF_BAND) {
    const data = { consumer: toConsumerInfo(consumer), verifier }
    return {
      ok: true,
      response: await createPageResponse(settings, {
        name: 'verifier',
        data,
        visit: { ...visit, user, userId },
      }),
    }
  }
  const location = createCallbackUrl(callback, [
    ['oauth_token', token.key],
    ['oauth_verifier', verifier],
  ])
  return { ok: true, response: createRedirect(303, location) }
}

/** Denies a request token, and sends the user back. */
export async function deny<User>(
  settings: Settings<User>,
  { token, consumer, callback, user, userId, nowSeconds }: PendingToken<User>,
  { visit }: Decision<User>,
): Promise<EndpointSuccess> {
  const outcome = await settings.store.denyRequestToken(token.key, { userId, nowSeconds })
  if (outcome !== 'denied') throw createDecidedError()
  const { key: tokenKey, consumerKey } = token
  settings.emit({ type: 'authorization_denied', consumerKey, tokenKey, userId, isRepeated: false })
  if (callback === OUT_OF_BAND) {
    const data = { consumer: toConsumerInfo(consumer) }
    return {
      ok: true,
      response: await createPageResponse(settings, {
        name: 'denied',
        data,
        visit: { ...visit, user, userId },
      }),
    }
  }
  const location = createCallbackUrl(callback, [
    ['oauth_token', token.key],
    ['oauth_problem', 'permission_denied'],
  ])
  return { ok: true, response: createRedirect(303, location) }
}

/**
 * Returns whether a user need not be asked again: because the same user has granted the same consumer
 * all that it asks for, and nobody but that consumer's own site gets the verifier (section 4.15).
 */
export async function isConsentRepeated<User>(
  settings: Settings<User>,
  { token, consumer, callback, userId, nowSeconds }: PendingToken<User>,
): Promise<boolean> {
  if (!settings.skipRepeatedConsent || token.callback !== callback) return false
  if (!isExactHttpsCallback(callback, consumer.callbacks)) return false
  const earlier = await settings.store.listAccessTokens(
    { consumerKey: consumer.key, userId },
    { limit: MAX_TOKENS },
  )
  return earlier.some(
    (granted) =>
      granted.grantedBy === 'consent' &&
      ((granted.expiresAtSeconds ?? Infinity) >= nowSeconds || isRenewable(granted, nowSeconds)) &&
      token.scopes.every((name) => granted.scopes.includes(name)),
  )
}

function createDecidedError(): OAuthError {
  return conceal(new OAuthError('token_used', 'This request for access was decided before.'))
}
