import { containsSecret } from '../errors/contains-secret.js'
import { createRedirectError } from './create-redirect-error.js'
import { removeProtocolParameters } from './remove-protocol-parameters.js'

/**
 * Removes the credentials that a server repeated in a `Location` header. Throws if a credential
 * remains inside another value, such as `?next=` of a login page, which another origin could read
 * or log.
 *
 * @internal
 */
export function removeCredentials(location: string, credentials: readonly string[]): string {
  const rest = removeProtocolParameters(location)
  if (containsSecret(rest, credentials)) {
    throw createRedirectError(
      'its Location repeats the credentials of the request inside another value',
    )
  }
  return rest
}
