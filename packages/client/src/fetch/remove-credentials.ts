import { containsSecret } from '../errors/contains-secret.js'
import { createRedirectError } from './create-redirect-error.js'
import { removeProtocolParameters } from './remove-protocol-parameters.js'

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
