import { isOAuthError } from '@oauthplus/client'
import type { ErrorRequestHandler } from 'express'

import { escapeHtml, sendPage } from './page.js'

/** Tells the User why nothing was printed. */
// eslint-disable-next-line max-params -- Express knows an error handler by its four parameters.
export const errorPage: ErrorRequestHandler = (error, _request, response, next) => {
  if (response.headersSent) {
    next(error)
    return
  }
  const isUsers =
    isOAuthError(error) && ['callback_denied', 'callback_refused'].includes(error.code)
  if (!isUsers) console.error(error)
  // No message of an OAuthError holds a secret.
  const text = isOAuthError(error) ? error.message : 'The photo site did not answer as it should.'
  sendPage(response, {
    status: isUsers ? 403 : 502,
    title: 'Nothing printed',
    content: `<p>${escapeHtml(text)}</p>\n<p><a href="/connect">Try again</a></p>`,
  })
}
