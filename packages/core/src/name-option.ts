import { isOAuthError, OAuthError } from './errors.js'

/**
 * Returns an error of reading or writing a string with the option in front from which that text came.
 * Any other error stays as it is.
 *
 * @internal
 */
export function nameOption(option: string, error: unknown): unknown {
  if (!isOAuthError(error)) return error
  return new OAuthError(error.code, `signRequest: ${option}: ${error.message}`, { cause: error })
}
