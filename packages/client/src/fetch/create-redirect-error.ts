import { OAuthError } from '@oauthplus/core'

/**
 * Creates the error for a refused redirect.
 *
 * @internal
 */
export function createRedirectError(reason: string): OAuthError {
  return new OAuthError('redirect_refused', `Redirect refused: ${reason}.`)
}
