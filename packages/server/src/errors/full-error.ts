import { OAuthError } from '@oauthplus/core'

import { createUnavailableError } from './unavailable-error.js'

const RETRY_AFTER_SECONDS = 60

/** Refuses what a store did not save: for one consumer if its share is used up, else for now. */
export function createFullError(outcome: unknown): OAuthError {
  if (outcome !== 'consumer_full') return createUnavailableError()
  return new OAuthError(
    'consumer_key_refused',
    'This consumer has used up its share of the store; send less, or try again later.',
    { details: { retryAfterSeconds: RETRY_AFTER_SECONDS } },
  )
}
