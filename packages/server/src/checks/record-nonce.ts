import { OAuthError, parameterValue } from '@oauthplus/core'
import type { ParameterList } from '@oauthplus/core'
import { digestNow } from '@oauthplus/core/internal'

import type { Settings } from '../settings/settings.js'
import type { NonceRecord } from '../store/store.js'
import { assertTimestamp } from './syntax.js'
import { createFullError } from '../errors/full-error.js'

/** Records the nonce of a request whose signature is right, and refuses one that was recorded. */
export async function recordNonce<User>(
  settings: Settings<User>,
  protocol: ParameterList,
  options: { readonly windowSeconds: number; readonly accessTokenKey: string | undefined },
): Promise<void> {
  const timestamp = parameterValue(protocol, 'oauth_timestamp')
  // PLAINTEXT may come without timestamp and nonce; everything else was refused without them.
  if (timestamp === undefined) return
  const { windowSeconds, accessTokenKey } = options
  const consumerKey = parameterValue(protocol, 'oauth_consumer_key') ?? ''
  const token = parameterValue(protocol, 'oauth_token') ?? ''
  const nonce = parameterValue(protocol, 'oauth_nonce') ?? ''
  // Section 3.3: unique across all requests with the same timestamp, consumer and token. A value with a
  // control character was refused before, so that none of the four contains what separates them.
  const digested = digestNow(`${consumerKey}\n${token}\n${timestamp}\n${nonce}`, 'SHA-256')
  const record: NonceRecord = {
    digest: typeof digested === 'string' ? digested : await digested,
    consumerKey,
    expiresAtSeconds: Number(timestamp) + windowSeconds,
    nowSeconds: settings.nowSeconds(),
    accessTokenKey,
  }
  const outcome = await settings.store.recordNonce(record)
  if (outcome === 'used') throw new OAuthError('nonce_used', 'The nonce was used before.')
  // Only the one right word counts: a store that returns anything else is full, or broken.
  if (outcome !== 'recorded') throw createFullError(outcome)
  // The timestamp may have left the window while the request was checked, and an earlier nonce like
  // this one may have been purged meanwhile: only a timestamp that is still acceptable proves that
  // the nonce is new.
  assertTimestamp(protocol, { nowSeconds: settings.nowSeconds(), windowSeconds })
}
