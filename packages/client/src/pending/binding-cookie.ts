import { constantTimeEqual, createNonce, digest } from '@oauthplus/core'

import type { Settings } from '../settings/settings.js'

/**
 * What binds a flow to the browser that started it.
 *
 * @internal
 */
export interface Binding {
  /** The complete value of the `Set-Cookie` header. */
  readonly cookie: string
  /** What is kept of it: the cookie cannot be made from it. */
  readonly bindingDigest: string
}

/**
 * Binds a Request Token to a browser. Each flow has a cookie of its own, named for its Request
 * Token, so that flows in two tabs do not overwrite each other.
 *
 * @internal
 */
export async function bindBrowser(settings: Settings, tokenKey: string): Promise<Binding> {
  const secret = createNonce()
  const attributes = [
    `${await cookieName(settings, tokenKey)}=${secret}`,
    `Max-Age=${String(settings.pendingLifetimeSeconds)}`,
    'Path=/',
    'HttpOnly',
    // Not Strict: the User comes back from the Provider's site.
    'SameSite=Lax',
    ...(isSecure(settings) ? ['Secure'] : []),
  ]
  return { cookie: attributes.join('; '), bindingDigest: await digest(secret, 'SHA-256') }
}

/**
 * Tells whether a `Cookie` header comes from the browser that a Request Token is bound to.
 *
 * @internal
 */
export async function isBound(
  settings: Settings,
  tokenKey: string,
  { cookie, bindingDigest }: { readonly cookie: string; readonly bindingDigest: string },
): Promise<boolean> {
  const name = await cookieName(settings, tokenKey)
  for (const piece of cookie.split(';')) {
    const [pieceName = '', ...value] = piece.trim().split('=')
    // Every cookie of the name counts: a sibling domain may have planted one before ours.
    if (pieceName !== name) continue
    if (constantTimeEqual(bindingDigest, await digest(value.join('='), 'SHA-256'))) return true
  }
  return false
}

async function cookieName(settings: Settings, tokenKey: string): Promise<string> {
  const name = (await digest(tokenKey, 'SHA-256')).replace(/[^A-Za-z0-9]/g, '').slice(0, 16)
  // Browsers take a __Host- cookie from its own host alone, over https: no sibling domain can plant
  // one.
  return `${isSecure(settings) ? '__Host-' : ''}oauth-${name}`
}

function isSecure({ callbackUrl }: Settings): boolean {
  return !/^http:/i.test(callbackUrl)
}
