import { OAuthError } from '@oauthplus/core'
import type { ProblemCode } from '@oauthplus/core'

import type { PortalWords } from '../pages/portal-words.js'

/** The reasons for which the portal refuses a request, each with a separate page. */
export type PortalRefusal =
  | 'notAllowed'
  | 'notFound'
  | 'formExpired'
  | 'changedMeanwhile'
  | 'tooManyChanges'
  | 'ownApplication'

const PROBLEMS: Readonly<
  Record<PortalRefusal, readonly [code: ProblemCode, status: number, message: string]>
> = {
  notAllowed: ['permission_denied', 403, 'This user may not use this page.'],
  notFound: ['consumer_key_unknown', 404, 'There is no such application for this user.'],
  formExpired: ['permission_denied', 403, 'The form is too old or came from another page.'],
  changedMeanwhile: ['parameter_rejected', 409, 'The application was changed in the meantime.'],
  ownApplication: ['permission_denied', 403, 'Another reviewer must decide about it.'],
  tooManyChanges: ['permission_denied', 429, 'This user has made too many changes.'],
}
const refusals = new WeakMap<OAuthError, PortalRefusal>()

/** Creates the error for which the portal has a separate page. */
export function createPortalError(
  refusal: PortalRefusal,
  options: { readonly retryAfterSeconds?: number | undefined } = {},
): OAuthError {
  const [code, status, message] = PROBLEMS[refusal]
  const error = new OAuthError(code, message, { details: { status, ...options } })
  refusals.set(error, refusal)
  return error
}

/** Returns the title and the explanation of such an error; `undefined` for any other. */
export function explainPortalError(
  error: OAuthError,
  words: PortalWords,
): { readonly title: string; readonly explanation: string } | undefined {
  const refusal = refusals.get(error)
  if (refusal === undefined) return undefined
  return { title: words[`${refusal}Title`], explanation: words[`${refusal}Text`] }
}
