import { isOAuthError } from '@oauthplus/client'
import type { ErrorRequestHandler } from 'express'

import { CONNECT_FORM, escapeHtml, sendPage } from './page.js'

/** The problems that a user can resolve, in words for users. */
const REASONS: ReadonlyMap<string, string> = new Map([
  ['callback_denied', 'You did not let us see your photos.'],
  [
    'callback_refused',
    'This page works once, and only in the browser that you started in. Start again.',
  ],
  ['parameter_absent', 'The photo site sent you back with nothing. Start again.'],
  ['parameter_rejected', 'The photo site sent you back with something that we cannot read.'],
])

/** Shows the user why nothing was printed. */
// Express identifies an error handler by its four parameters.
export const createErrorHandler: ErrorRequestHandler = (error, _request, response, next) => {
  if (response.headersSent) {
    next(error)
    return
  }
  const reason = isOAuthError(error) ? REASONS.get(error.code) : undefined
  // The message of an OAuthError contains no secret.
  if (reason === undefined) console.error(error)
  sendPage(response, {
    status: reason === undefined ? 502 : 403,
    title: 'Nothing printed',
    content: `<p>${escapeHtml(reason ?? 'The photo site sent an unexpected response.')}</p>\n${CONNECT_FORM}`,
  })
}
