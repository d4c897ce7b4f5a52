import { OAuthError } from '@oauthplus/core'

/**
 * Creates the error of a redirect that is not followed.
 *
 * @internal
 */
export function createRedirectError(reason: string): OAuthError {
  return new OAuthError('redirect_refused', `A redirect was not followed: ${reason}.`)
}
