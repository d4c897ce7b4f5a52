import type { Middleware } from 'koa'

import { sendPage } from './send-page.js'

/** Creates the middleware that handles errors of routes: it logs server errors and hides their details. */
export function createErrorHandler(log: (line: string) => void): Middleware {
  return async (context, next) => {
    try {
      await next()
    } catch (error) {
      const status = getClientErrorStatus(error) ?? 500
      if (status === 500) log(error instanceof Error ? (error.stack ?? '') : String(error))
      sendPage(context, {
        status,
        title: status === 500 ? 'Something went wrong here' : 'This request cannot be read',
        content: '<p><a href="/">Back</a></p>',
      })
    }
  }
}

/** Returns the status of a client error: a form that is too long or malformed. */
function getClientErrorStatus(error: unknown): number | undefined {
  const status = (error as { readonly status?: unknown } | undefined)?.status
  return typeof status === 'number' && status >= 400 && status < 500 ? status : undefined
}
