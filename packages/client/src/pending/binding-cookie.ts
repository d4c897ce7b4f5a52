import { digest } from '@oauthplus/core/internal'

import type { Settings } from '../settings/settings.js'

/**
 * Creates the `Set-Cookie` value that binds a flow to a browser. Each flow has a cookie of its own,
 * named for its Request Token, so that flows in two tabs do not overwrite each other.
 *
 * @internal
 */
export function createFlowCookie(
  settings: Settings,
  tokenKey: string,
  value: string,
): Promise<string> {
  return formatCookie(settings, {
    tokenKey,
    value,
    lifetimeSeconds: settings.pendingLifetimeSeconds,
  })
}

/**
 * Creates the `Set-Cookie` value that takes such a cookie away again.
 *
 * @internal
 */
export function createDeletionCookie(settings: Settings, tokenKey: string): Promise<string> {
  return formatCookie(settings, { tokenKey, value: '', lifetimeSeconds: 0 })
}

/**
 * Returns the values of the cookies of a flow. All of them count: a sibling domain may have planted
 * one before ours.
 *
 * @internal
 */
export async function findCookieValues(
  settings: Settings,
  tokenKey: string,
  cookieHeader: string,
): Promise<readonly string[]> {
  const prefix = `${await toCookieName(settings, tokenKey)}=`
  return cookieHeader
    .split(';')
    .map((piece) => piece.trim())
    .filter((piece) => piece.startsWith(prefix))
    .map((piece) => piece.slice(prefix.length))
}

async function formatCookie(
  settings: Settings,
  flow: { readonly tokenKey: string; readonly value: string; readonly lifetimeSeconds: number },
): Promise<string> {
  return [
    `${await toCookieName(settings, flow.tokenKey)}=${flow.value}`,
    `Max-Age=${String(flow.lifetimeSeconds)}`,
    'Path=/',
    'HttpOnly',
    // Not Strict: the User comes back from the Provider's site.
    'SameSite=Lax',
    ...(isSecure(settings) ? ['Secure'] : []),
  ].join('; ')
}

async function toCookieName(settings: Settings, tokenKey: string): Promise<string> {
  const name = (await digest(tokenKey, 'SHA-256')).replace(/[^A-Za-z0-9]/g, '').slice(0, 16)
  // Browsers accept a __Host- cookie only from its own host, over https: no sibling domain can plant
  // one.
  return `${isSecure(settings) ? '__Host-' : ''}oauth-${name}`
}

function isSecure({ callbackUrl }: Settings): boolean {
  return !/^http:/i.test(callbackUrl)
}
