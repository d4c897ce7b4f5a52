import {
  argumentError,
  assertArgument,
  assertOptions,
  nameErrors,
  optionChecks,
} from '@oauthplus/core/internal'

import { isToken } from '../settings/credential-checks.js'
import type { Renew, RenewOptions } from '../fetch/renew.js'
import { isSignal } from '../settings/is-signal.js'
import { requestToken } from './request-token.js'
import { getEndpoint } from '../settings/get-endpoint.js'
import type { Settings } from '../settings/settings.js'
import { identifyToken } from '../token.js'
import type { Token } from '../token.js'

// Concurrent requests with the old token may still ask for the new one.
const MAX_REMEMBERED = 1000

const OPTIONS = optionChecks<RenewOptions>({ required: {}, optional: { signal: isSignal } })

/**
 * Creates the function that renews the tokens of a client (OAuth Session extension, section 5). A
 * handle works once, so the first of several concurrent calls sends the request, and all share its
 * response.
 *
 * @internal
 */
export function createRenew(settings: Settings): Renew {
  // A token that is not stored yet exists only here, so it is never evicted.
  const underWay = new Map<string, Renewal>()
  const ended = new Map<string, Promise<Token>>()
  const begin = (token: Token): Renewal => {
    const fresh = nameErrors('renew', () => exchangeHandle(settings, token))
    const renewal = { fresh, kept: undefined }
    const identity = identifyToken(token)
    underWay.set(identity, renewal)
    // A failed renewal can be retried.
    renewal.fresh.catch(() => underWay.delete(identity))
    return renewal
  }
  const end = (token: Token, fresh: Token, kept: Promise<Token>): void => {
    const identity = identifyToken(token)
    underWay.delete(identity)
    for (const oldest of ended.keys()) if (ended.size >= MAX_REMEMBERED) ended.delete(oldest)
    ended.set(identity, kept)
    // A new token can be renewed as well, even if it is the old one with a new lifetime.
    ended.delete(identifyToken(fresh))
  }
  const keep = (token: Token, renewal: Renewal): Promise<Token> => {
    if (renewal.kept !== undefined) return renewal.kept
    const kept = keepToken(settings, renewal, token)
    renewal.kept = kept
    kept.then(
      (fresh) => end(token, fresh, kept),
      () => (renewal.kept = undefined),
    )
    return kept
  }
  return async (token, options = {}) => {
    assertArgument('renew', { token }, isToken)
    assertOptions('renew', options, OPTIONS)
    const { signal } = options
    const identity = identifyToken(token)
    const kept = ended.get(identity) ?? keep(token, underWay.get(identity) ?? begin(token))
    return signal === undefined ? kept : Promise.race([kept, rejectOnAbort(signal)])
  }
}

/** The renewal of one token. */
interface Renewal {
  /** The new token. */
  readonly fresh: Promise<Token>
  /** The new token, once `onRenew` has stored it. `undefined` after `onRenew` failed. */
  kept: Promise<Token> | undefined
}

// The handle works once, so a token that `onRenew` could not store is passed to it again.
async function keepToken(settings: Settings, renewal: Renewal, previous: Token): Promise<Token> {
  const token = await renewal.fresh
  await settings.onRenew?.({ token, previous })
  return token
}

async function exchangeHandle(settings: Settings, token: Token): Promise<Token> {
  const { sessionHandle } = token
  if (sessionHandle === undefined || sessionHandle === '') {
    throw argumentError(
      'renew: token.sessionHandle is required to renew a token',
      'ERR_INVALID_ARG_TYPE',
    )
  }
  const { token: fresh } = await requestToken(settings, {
    wanted: 'access token',
    url: getEndpoint(settings, 'accessTokenUrl'),
    token,
    parameters: [['oauth_session_handle', sessionHandle]],
    secrets: [sessionHandle],
  })
  // Section 5: a handle that is not replaced stays valid.
  return { sessionHandle, ...fresh }
}

function rejectOnAbort(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const stop = (): void => {
      reject(signal.reason as Error)
    }
    if (signal.aborted) stop()
    else signal.addEventListener('abort', stop)
  })
}
