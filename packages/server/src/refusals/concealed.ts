import { problemOf } from '@oauthplus/core'
import type { OAuthError, Problem } from '@oauthplus/core'

/** What a sender is told who has not proven who it is. */
export const CONCEALING_ADVICE =
  'The signature does not match the request, or the Consumer key, the token or a secret is wrong.'

const hidden = new WeakSet<OAuthError>()

/**
 * Conceals an error from the sender: the response says what it says about every wrong signature, so
 * that nobody learns which keys exist. The application is told the error itself.
 */
export function concealed(error: OAuthError): OAuthError {
  hidden.add(error)
  return error
}

/** Gives the problem that the sender is told. */
export function toldProblem(error: OAuthError): Problem {
  if (!hidden.has(error)) return problemOf(error)
  return { code: 'signature_invalid', advice: CONCEALING_ADVICE }
}
