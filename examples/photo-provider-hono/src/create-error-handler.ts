import type { ErrorHandler } from 'hono'
import { HTTPException } from 'hono/http-exception'
import type { StatusCode } from 'hono/utils/http-status'

import { sendPage } from './send-page.js'

/** Creates the handler for errors of routes: it logs server errors and hides their details. */
export function createErrorHandler(log: (line: string) => void): ErrorHandler {
  return (error, context) => {
    const status: StatusCode = error instanceof HTTPException ? error.status : 500
    if (status >= 500) log(error.stack ?? '')
    return sendPage(context, {
      status,
      title: status >= 500 ? 'Something went wrong here' : 'This request cannot be read',
      content: '<p><a href="/">Back</a></p>',
    })
  }
}
