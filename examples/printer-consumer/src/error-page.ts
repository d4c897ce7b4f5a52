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
  const { status, title, text } = pageOf(error)
  if (status >= 500) console.error(error)
  sendPage(response, {
    status,
    title,
    content: `<p>${escapeHtml(text)}</p>\n<p><a href="/connect">Try again</a></p>`,
  })
}

function pageOf(error: unknown): {
  readonly status: number
  readonly title: string
  readonly text: string
} {
  if (!isOAuthError(error)) {
    const text = 'The photo site did not answer as it should.'
    return { status: 502, title: 'That did not work', text }
  }
  switch (error.code) {
    case 'permission_denied':
      return {
        status: 403,
        title: 'Nothing printed',
        text: 'You did not give the Printer access to your photos.',
      }
    case 'callback_refused':
      return { status: 403, title: 'That did not work', text: error.message }
    default:
      // No message of an OAuthError holds a secret.
      return { status: 502, title: 'That did not work', text: error.message }
  }
}
