import type { FastifyReply, FastifyRequest } from 'fastify'

import { sendPage } from './send-page.js'

type ErrorHandler = (error: unknown, request: FastifyRequest, reply: FastifyReply) => FastifyReply

/** Creates the handler for errors of routes: it logs server errors and hides their details. */
export function createErrorHandler(log: (line: string) => void): ErrorHandler {
  return (error, _request, reply) => {
    const status = getClientErrorStatus(error) ?? 500
    if (status === 500) log(error instanceof Error ? (error.stack ?? error.message) : String(error))
    return sendPage(reply, {
      status,
      title: status === 500 ? 'Something went wrong here' : 'This request cannot be read',
      content: '<p><a href="/">Back</a></p>',
    })
  }
}

/** Returns the status of a client error: a form that is too long or malformed. */
function getClientErrorStatus(error: unknown): number | undefined {
  const status = (error as { readonly statusCode?: unknown } | undefined)?.statusCode
  return typeof status === 'number' && status >= 400 && status < 500 ? status : undefined
}
