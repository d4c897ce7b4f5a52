import { OAuthError } from '@oauthplus/core'

/**
 * Refuses a parameter by name. Its value is not repeated: it may be a secret, or anything at all.
 */
export function rejected(name: string, advice: string): OAuthError {
  return new OAuthError('parameter_rejected', advice, {
    details: { parametersRejected: [[name, '']] },
  })
}

/** Refuses a request for its method. */
export function methodRefused(allowedMethods: readonly string[]): OAuthError {
  return new OAuthError('parameter_rejected', `This takes ${allowedMethods.join(' and ')}.`, {
    details: { status: 405, allowedMethods },
  })
}

/** Refuses a request for the want of parameters. */
export function absent(...names: readonly string[]): OAuthError {
  return new OAuthError('parameter_absent', `Missing: ${names.join(', ')}.`, {
    details: { parametersAbsent: names },
  })
}

/** Refuses a token without saying whether it was ever issued. */
export function tokenRejected(): OAuthError {
  return new OAuthError('token_rejected', 'The token is not accepted here.')
}
