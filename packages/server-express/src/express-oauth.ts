import { assertAuthenticateOptions, createRouteHandler } from '@oauthplus/server/adapter'
import type { AuthenticateOptions, Provider } from '@oauthplus/server'
import type { RoutePaths } from '@oauthplus/server/adapter'
import { readNodeRequest, writeNodeResponse } from '@oauthplus/server/node'
import {
  createGrantMemory,
  getParsedBody,
  assertCalled,
  writeHeaders,
} from '@oauthplus/server/adapter'
import type { FindGrant } from '@oauthplus/server/adapter'

import type { Request } from 'express'

import type { ExpressHandler, ExpressRequest, ExpressResponse } from './express-request.js'
import { leaveBody } from './leave-body.js'

/** What OAuth needs of an application on Express. */
export interface ExpressOAuthOptions {
  /** Gives the id of the User who is logged in, or nothing where nobody is. */
  readonly getUserId: (
    request: Request,
  ) => string | undefined | null | Promise<string | undefined | null>
  /**
   * Gives the URL of the login page, which leads back to `returnTo`, a path of this application.
   */
  readonly getLoginUrl: (returnTo: string) => string
  /** The paths of the endpoints, where they are not the usual ones. */
  readonly paths?: RoutePaths | undefined
}

/** OAuth for an application on Express. */
export interface ExpressOAuth<User> {
  /** The endpoints; mount it before any body parser. */
  readonly routes: ExpressHandler
  /**
   * Makes middleware that lets through what an Access Token with the scope has signed, and answers
   * everything else, CORS preflights too: put CORS middleware before it.
   */
  readonly protect: (options?: AuthenticateOptions) => ExpressHandler
  /**
   * Tells what a request that `protect` has let through carries. Throws `TypeError` for any other,
   * and for one without a User unless that is expected: `grant(request, { allowTwoLegged: true })`.
   */
  readonly grant: FindGrant<User>
}

/**
 * Puts a Provider into an application on Express 5 or 4.21.
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
 * @param provider The Provider.
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
  const handle = createRouteHandler(provider, options, 'expressOAuth')
  const grants = createGrantMemory<User>()
  return {
    routes: createHandler(async (request, response, next) => {
      const neutralResponse = await handle({
        request: readRequest(request, response),
        path: request.path,
        frameworkRequest: request as unknown as Request,
      })
      if (neutralResponse) writeNodeResponse(response, neutralResponse)
      else next()
    }),
    protect(authenticateOptions = {}, ...others: unknown[]) {
      assertCalled('protect', others)
      assertAuthenticateOptions(provider, authenticateOptions)
      return createHandler(async (request, response, next) => {
        const neutralRequest = readRequest(request, response)
        const result = await provider.authenticate(neutralRequest, authenticateOptions)
        if (!result.ok) {
          writeNodeResponse(response, result.response)
          return
        }
        grants.keep(request, result.grant)
        writeHeaders(response, result)
        leaveBody(request, getParsedBody(neutralRequest, result.grant))
        next()
      })
    },
    grant: grants.find,
  }
}

function readRequest(
  request: ExpressRequest,
  response: ExpressResponse,
): ReturnType<typeof readNodeRequest> {
  return readNodeRequest(request, { url: request.originalUrl, response })
}

// Express 4 does not look at what a handler returns, so that both learn of a failure by `next`.
function createHandler(
  run: (...values: Parameters<ExpressHandler>) => Promise<void>,
): ExpressHandler {
  return (request, response, next) => {
    run(request, response, next).catch(next)
  }
}
