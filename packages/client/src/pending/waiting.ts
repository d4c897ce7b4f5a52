import { constantTimeEqual, createNonce } from '@oauthplus/core'
import { argumentError, digest } from '@oauthplus/core/internal'

import { findCookieValues, createFlowCookie } from './binding-cookie.js'
import type { PendingRequestToken } from './pending-store.js'
import { isSealed } from './sealed-pending-store.js'
import type { FlowSettings } from '../settings/flow-settings.js'

// RFC 6265, section 6.1: the name, value and attributes together.
const MAX_COOKIE_BYTES = 4096

/**
 * Stores a request token until the user returns, bound to the browser that receives the cookie.
 * Returns the value of the `Set-Cookie` header.
 *
 * @internal
 */
export async function startWaiting(
  settings: FlowSettings,
  tokenKey: string,
  entry: Omit<PendingRequestToken, 'bindingDigest'>,
): Promise<string> {
  const { pending, pendingLifetimeSeconds } = settings
  // A sealed entry is itself the cookie that binds the flow.
  if (isSealed(pending)) {
    const sealed = await pending.seal(tokenKey, { ...entry, bindingDigest: '' })
    const cookie = await createFlowCookie(settings, tokenKey, sealed)
    assertCookieSize(cookie, entry.state)
    return cookie
  }
  const secret = createNonce()
  const bindingDigest = await digest(secret, 'SHA-256')
  await pending.set(
    tokenKey,
    { ...entry, bindingDigest },
    { lifetimeSeconds: pendingLifetimeSeconds },
  )
  return createFlowCookie(settings, tokenKey, secret)
}

// Browsers silently drop a longer cookie, and the callback would then be refused.
function assertCookieSize(cookie: string, state: unknown): void {
  if (cookie.length <= MAX_COOKIE_BYTES) return
  // JSON omits values such as undefined.
  const text = JSON.stringify(state) as string | undefined
  const { length } = new TextEncoder().encode(text)
  throw argumentError(
    `authorize: state must fit into the cookie of sealedPendingStore, and browsers keep at most ${String(MAX_COOKIE_BYTES)} bytes; the cookie would have ${String(cookie.length)}, with a state of ${String(length)} as JSON. Put a short name of it in state, and keep the rest yourself`,
  )
}

/**
 * Takes a request token for the browser that it is bound to. Returns `undefined` for any other
 * browser and leaves the token in place, because another browser must not end the flow either.
 *
 * @internal
 */
export async function takeBound(
  settings: FlowSettings,
  tokenKey: string,
  cookieHeader: string,
): Promise<PendingRequestToken | undefined> {
  const { pending } = settings
  const values = await findCookieValues(settings, tokenKey, cookieHeader)
  if (isSealed(pending)) {
    for (const value of values) {
      const entry = await pending.open(tokenKey, value)
      if (isWaiting(settings, entry)) return entry
    }
    return undefined
  }
  const findBound = async (
    entry: PendingRequestToken | undefined,
  ): Promise<PendingRequestToken | undefined> => {
    if (!isWaiting(settings, entry)) return undefined
    for (const value of values) {
      if (constantTimeEqual(entry.bindingDigest, await digest(value, 'SHA-256'))) return entry
    }
    return undefined
  }
  if ((await findBound(await pending.get(tokenKey))) === undefined) return undefined
  // Meanwhile another flow may have been stored under the key, or another callback may have taken it.
  return findBound(await pending.take(tokenKey))
}

/**
 * Finds a request token whose verifier the user copies. Ignores flows with a callback, which
 * require their cookie.
 *
 * @internal
 */
export async function findOutOfBand(
  settings: FlowSettings,
  tokenKey: string,
  cookieHeader: string | null | undefined,
): Promise<PendingRequestToken | undefined> {
  const { pending } = settings
  if (!isSealed(pending)) {
    const entry = await pending.get(tokenKey)
    return isWaiting(settings, entry) && entry.outOfBand ? entry : undefined
  }
  if (typeof cookieHeader !== 'string') {
    throw argumentError(
      'exchangeVerifier: cookie is required with a sealed pending store',
      'ERR_INVALID_ARG_TYPE',
    )
  }
  const entry = await takeBound(settings, tokenKey, cookieHeader)
  return entry?.outOfBand === true ? entry : undefined
}

/**
 * Removes a request token after its verifier was accepted.
 *
 * @internal
 */
export async function endWaiting({ pending }: FlowSettings, tokenKey: string): Promise<void> {
  if (!isSealed(pending)) await pending.take(tokenKey)
}

// Whether it belongs to this provider and has not expired, independent of the store.
function isWaiting(
  settings: FlowSettings,
  entry: PendingRequestToken | undefined,
): entry is PendingRequestToken {
  return (
    entry !== undefined &&
    entry.accessTokenUrl === settings.accessTokenUrl &&
    entry.expiresAtSeconds > settings.nowSeconds()
  )
}
