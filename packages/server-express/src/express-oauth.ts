import type { Provider } from '@oauthplus/server'
import { createAdapter, leaveParsedBody, writeHeaders } from '@oauthplus/server/adapter'
import type { AdapterOptions, FrameworkOAuth } from '@oauthplus/server/adapter'
import { readNodeRequest, writeNodeResponse } from '@oauthplus/server/node'
import type { Request } from 'express'

import type { ExpressHandler, ExpressRequest, ExpressResponse } from './express-request.js'

/** The options of `expressOAuth`. */
export type ExpressOAuthOptions = AdapterOptions<[request: Request]>

/** OAuth for an application on Express. Use `routes` before any body parser. */
export type ExpressOAuth<User> = FrameworkOAuth<User, ExpressHandler>

/**
 * Puts a provider into an application on Express 5 or 4.21.
 *
 * @example
 *
 * ```ts
 * const { routes, protect, grant } = expressOAuth(provider, {
 *   getUserId: (request) => request.session.userId,
 *   getLoginUrl: (returnTo) => `/login?next=${encodeURIComponent(returnTo)}`,
 * })
 * app.use(routes)
 * app.get('/photos', protect({ scope: 'photos' }), (request, response) => {
 *   response.json(photosOf(grant(request).user))
 * })
 * ```
 *
 * @param provider The provider.
 * @param options How the application logs in.
 *
 * @returns The endpoints, the protection, and what a protected request carries. A caller's mistake
 *   goes to Express's error handler.
 *
 * @see [RFC 5849, section 2](https://www.rfc-editor.org/rfc/rfc5849#section-2)
 */
export function expressOAuth<User>(
  provider: Provider<User>,
  options: ExpressOAuthOptions,
): ExpressOAuth<User> {
  const { respond, prepareAuthentication, grant } = createAdapter(provider, options, {
    functionName: 'expressOAuth',
  })
  return {
    routes: createHandler(async (request, response, next) => {
      const routed = { request: readRequest(request, response), path: request.path }
      const neutralResponse = await respond(routed, request as unknown as Request)
      if (neutralResponse) writeNodeResponse(response, neutralResponse)
      else next()
    }),
    protect(...received: unknown[]) {
      const authenticate = prepareAuthentication(received)
      return createHandler(async (request, response, next) => {
        const neutralRequest = readRequest(request, response)
        const result = await authenticate(neutralRequest, request)
        if (!result.ok) {
          writeNodeResponse(response, result.response)
          return
        }
        writeHeaders(response, result)
        // Most requests have no body, and a request of Express has six prototypes to look for `_body` in.
        if (result.grant.body !== undefined) leaveBody(request, neutralRequest, result.grant)
        next()
      })
    },
    grant,
  }
}

function readRequest(
  request: ExpressRequest,
  response: ExpressResponse,
): ReturnType<typeof readNodeRequest> {
  return readNodeRequest(request, { url: request.originalUrl, response })
}

function leaveBody(
  request: ExpressRequest,
  ...verified: [ReturnType<typeof readNodeRequest>, Parameters<typeof leaveParsedBody>[2]]
): void {
  // body-parser 1, of Express 4, marks what it has read; body-parser 2 sees that the stream has ended.
  if (request._body !== true && leaveParsedBody(request, ...verified)) request._body = true
}

// Express 4 does not look at what a handler returns, so that both learn of a failure by `next`.
function createHandler(
  run: (...values: Parameters<ExpressHandler>) => Promise<void>,
): ExpressHandler {
  return (request, response, next) => {
    run(request, response, next).catch(next)
  }
}
