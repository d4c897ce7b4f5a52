import { OAuthError } from '@oauthplus/core'

const MAX_REPEATED_LENGTH = 255

/**
 * Refuses a parameter by name. Its value is repeated only if the caller gives it, who knows that
 * it is not a secret.
 */
export function createParameterError(name: string, advice: string, value = ''): OAuthError {
  const repeated = value.length > MAX_REPEATED_LENGTH ? '' : value
  return new OAuthError('parameter_rejected', advice, {
    details: { parametersRejected: [[name, repeated]] },
  })
}

/** Refuses a request for its method. */
export function createMethodError(allowedMethods: readonly string[]): OAuthError {
  return new OAuthError('parameter_rejected', `This takes ${allowedMethods.join(' and ')}.`, {
    details: { status: 405, allowedMethods },
  })
}

/** Refuses a request for the want of parameters. */
export function createMissingError(...names: readonly string[]): OAuthError {
  return new OAuthError('parameter_absent', `Missing: ${names.join(', ')}.`, {
    details: { parametersAbsent: names },
  })
}

/** Refuses a token without saying whether it was ever issued. */
export function createTokenError(): OAuthError {
  return new OAuthError('token_rejected', 'The token is not accepted here.')
}
