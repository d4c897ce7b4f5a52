import type { ErrorRequestHandler } from 'express'

import { sendPage } from './page.js'

/** Creates the handler of whatever a route throws: it logs what is this site's fault, and shows none of it. */
export function errorPage(log: (line: string) => void): ErrorRequestHandler {
  // Express knows an error handler by its four parameters.
  return (error, _request, response, next) => {
    const status = clientErrorStatus(error) ?? 500
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

/** Gives the status of an error that is the client's: a form that is too long, or cannot be read. */
function clientErrorStatus(error: unknown): number | undefined {
  const status = (error as { readonly status?: unknown } | undefined)?.status
  return typeof status === 'number' && status >= 400 && status < 500 ? status : undefined
}
