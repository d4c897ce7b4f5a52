import { OAuthError } from '@oauthplus/core'

import { discardBody } from '../errors/read-body-text.js'
import { containsSecret } from '../errors/contains-secret.js'
import { isHttp, parseUrl } from '../settings/secure-url.js'
import { removeProtocolParameters } from './remove-protocol-parameters.js'

const REDIRECT_STATUSES: ReadonlySet<number> = new Set([301, 302, 303, 307, 308])
const MAX_REDIRECTS = 20

/**
 * Creates the error of a redirect that is not followed.
 *
 * @internal
 */
export function createRedirectError(reason: string): OAuthError {
  return new OAuthError('redirect_refused', `A redirect was not followed: ${reason}.`)
}

/**
 * Returns the URL that a response redirects to, and discards that response; `undefined` if it is the
 * answer itself, whose body is left alone.
 *
 * @internal
 */
export async function findRedirectTarget(
  response: Response,
  sent: {
    readonly url: string
    readonly redirects: number
    /** The credentials of what was sent that a server may have repeated in its Location. */
    readonly credentials: readonly string[]
  },
): Promise<URL | undefined> {
  if (response.type === 'opaqueredirect') {
    throw createRedirectError('this platform does not reveal its target to programs')
  }
  const location = response.headers.get('location')
  if (!REDIRECT_STATUSES.has(response.status) || location === null) return undefined
  await discardBody(response)
  const target = parseUrl(location, sent.url)
  if (target === undefined || !isHttp(target)) {
    throw createRedirectError('its Location is not an http or https URL')
  }
  if (target.username !== '' || target.password !== '') {
    throw createRedirectError('its Location contains a user or a password')
  }
  if (sent.redirects >= MAX_REDIRECTS) {
    throw createRedirectError(`it came after ${String(MAX_REDIRECTS)} others`)
  }
  return sent.credentials.length === 0
    ? target
    : new URL(removeCredentials(target.href, sent.credentials))
}

/**
 * Removes the credentials that a server has repeated in a `Location`. Throws if one is left inside
 * something else, as in a login page's `?next=`, which another origin may get, or log.
 *
 * @internal
 */
export function removeCredentials(location: string, credentials: readonly string[]): string {
  const rest = removeProtocolParameters(location)
  if (containsSecret(rest, credentials)) {
    throw createRedirectError('its Location repeats the credentials of the request inside a value')
  }
  return rest
}
