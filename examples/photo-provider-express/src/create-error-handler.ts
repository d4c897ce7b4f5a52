import type { ErrorRequestHandler } from 'express'

import { sendPage } from './page.js'

/** Creates the handler for errors of routes: it logs server errors and hides their details. */
export function createErrorHandler(log: (line: string) => void): ErrorRequestHandler {
  // Express identifies an error handler by its four parameters.
  return (error, _request, response, next) => {
    const status = getClientErrorStatus(error) ?? 500
    if (status === 500) log(error instanceof Error ? (error.stack ?? error.message) : String(error))
    if (response.headersSent) {
      next(error)
      return
    }
    sendPage(response, {
      status,
      title: status === 500 ? 'Something went wrong here' : 'This request cannot be read',
      content: '<p><a href="/">Back</a></p>',
    })
  }
}

/** Returns the status of a client error: a form that is too long or malformed. */
function getClientErrorStatus(error: unknown): number | undefined {
  const status = (error as { readonly status?: unknown } | undefined)?.status
  return typeof status === 'number' && status >= 400 && status < 500 ? status : undefined
}
