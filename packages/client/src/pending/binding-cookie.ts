import { digest } from '@oauthplus/core/internal'

import type { Settings } from '../settings/settings.js'

/**
 * Creates the `Set-Cookie` value that binds a flow to a browser. Each flow has a separate cookie
 * named after its request token, so that flows in two tabs do not overwrite each other.
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
 * Creates the `Set-Cookie` value that removes such a cookie.
 *
 * @internal
 */
export function createDeletionCookie(settings: Settings, tokenKey: string): Promise<string> {
  return formatCookie(settings, { tokenKey, value: '', lifetimeSeconds: 0 })
}

/**
 * Returns the values of the cookies of a flow. There may be several, because a sibling domain may
 * have planted one.
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
    // Not Strict, because the user comes from the provider's site.
    'SameSite=Lax',
    ...(isSecure(settings) ? ['Secure'] : []),
  ].join('; ')
}

async function toCookieName(settings: Settings, tokenKey: string): Promise<string> {
  const name = (await digest(tokenKey, 'SHA-256')).replace(/[^A-Za-z0-9]/g, '').slice(0, 16)
  // Browsers accept a __Host- cookie only from the host itself over https, so sibling domains cannot
  // plant one.
  return `${isSecure(settings) ? '__Host-' : ''}oauth-${name}`
}

function isSecure({ callbackUrl }: Settings): boolean {
  return !/^http:/i.test(callbackUrl)
}
