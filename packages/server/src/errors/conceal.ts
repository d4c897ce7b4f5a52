import type { OAuthError, Problem } from '@oauthplus/core'
import { toProblem } from '@oauthplus/core/internal'

/** The advice for every signature that does not match. */
export const CONCEALING_ADVICE =
  'The signature does not match the request, or the consumer key, the token or a secret is wrong.'

const concealedErrors = new WeakSet<OAuthError>()

/**
 * Conceals an error from the sender: the response is the same for every wrong signature, and the page the
 * same for every request token that nobody can decide on, so that they do not show which keys and tokens
 * exist. Results and events for the application keep the error.
 */
export function conceal(error: OAuthError): OAuthError {
  concealedErrors.add(error)
  return error
}

/** Returns the problem for the response. */
export function toResponseProblem(error: OAuthError): Problem {
  if (!concealedErrors.has(error)) return toProblem(error)
  return { code: 'signature_invalid', advice: CONCEALING_ADVICE }
}

/** Returns the problem for a page, and the sentence that says it. */
export function toPageProblem(error: OAuthError): Problem & { readonly message: string } {
  if (!concealedErrors.has(error)) return { ...toProblem(error), message: error.message }
  return {
    code: 'token_rejected',
    message: 'This request for access is unknown, has expired, or was decided before; start again.',
  }
}
