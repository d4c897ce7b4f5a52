import { assertAuthenticateOptions, createRouteHandler } from '@oauthplus/server/adapter'
import type { AuthenticateOptions, Provider, ProviderRequest } from '@oauthplus/server'
import type { RoutePaths } from '@oauthplus/server/adapter'
import { readNodeRequest } from '@oauthplus/server/node'
import {
  createGrantMemory,
  getParsedBody,
  assertCalled,
  writeHeaders,
} from '@oauthplus/server/adapter'
import type { FindGrant } from '@oauthplus/server/adapter'

import type { Context } from 'koa'

import type { KoaContext, KoaMiddleware } from './koa-context.js'
import { keepHeaders } from './keep-headers.js'
import { leaveBody } from './leave-body.js'
import { toHeaderAccess, writeResponse } from './write-response.js'

/** What OAuth needs of an application on Koa. */
export interface KoaOAuthOptions {
  /** Gives the id of the User who is logged in, or nothing where nobody is. */
  readonly getUserId: (
    context: Context,
  ) => string | undefined | null | Promise<string | undefined | null>
  /**
   * Gives the URL of the login page, which leads back to `returnTo`, a path of this application.
   */
  readonly getLoginUrl: (returnTo: string) => string
  /** The paths of the endpoints, where they are not the usual ones. */
  readonly paths?: RoutePaths | undefined
}

/** OAuth for an application on Koa. */
export interface KoaOAuth<User> {
  /** The endpoints; a body parser may stand before or behind. */
  readonly routes: KoaMiddleware
  /**
   * Makes middleware that lets through what an Access Token with the scope has signed, and answers
   * everything else, CORS preflights too: put CORS middleware before it.
   */
  readonly protect: (options?: AuthenticateOptions) => KoaMiddleware
  /**
   * Tells what a request that `protect` has let through carries. Throws `TypeError` for any other,
   * and for one without a User unless that is expected: `grant(context, { allowTwoLegged: true })`.
   */
  readonly grant: FindGrant<User>
}

/**
 * Puts a Provider into an application on Koa 3 or 2.16.
 *
 * @example
 *
 * ```ts
 * const { routes, protect, grant } = koaOAuth(provider, {
 *   getUserId: (context) => context.session.userId,
 *   getLoginUrl: (returnTo) => `/login?next=${encodeURIComponent(returnTo)}`,
 * })
 * app.use(routes)
 * router.get('/photos', protect({ scope: 'photos' }), (context) => {
 *   context.body = photosOf(grant(context).user)
 * })
 * ```
 *
 * @param provider The Provider.
 * @param options How the application logs in.
 *
 * @returns The endpoints, the protection, and what a protected request carries. A caller's mistake
 *   rejects, for Koa's error handler.
 *
 * @see [RFC 5849, section 2](https://www.rfc-editor.org/rfc/rfc5849#section-2)
 */
export function koaOAuth<User>(provider: Provider<User>, options: KoaOAuthOptions): KoaOAuth<User> {
  const handle = createRouteHandler(provider, options, 'koaOAuth')
  const grants = createGrantMemory<User>()
  return {
    async routes(context, next) {
      const response = await handle({
        request: readRequest(context),
        path: readPath(context),
        frameworkRequest: context as unknown as Context,
      })
      if (response) writeResponse(context, response)
      else await next()
    },
    protect(authenticateOptions = {}, ...others: unknown[]) {
      assertCalled('protect', others)
      assertAuthenticateOptions(provider, authenticateOptions)
      return async (context, next) => {
        const request = readRequest(context)
        const result = await provider.authenticate(request, authenticateOptions)
        if (!result.ok) {
          writeResponse(context, result.response)
          return
        }
        grants.keep(context, result.grant)
        writeHeaders(toHeaderAccess(context), result)
        leaveBody(context.request, getParsedBody(request, result.grant))
        try {
          await next()
        } catch (error) {
          keepHeaders(context.res, result.headers)
          throw error
        }
      }
    },
    grant: grants.find,
  }
}

// Koa's parser throws or gives null for some request targets. They are not the path of an endpoint.
function readPath(context: KoaContext): string {
  try {
    const path: unknown = context.path
    return typeof path === 'string' ? path : ''
  } catch {
    return ''
  }
}

function readRequest({ req, res, request, originalUrl }: KoaContext): ProviderRequest {
  return readNodeRequest(req, { url: originalUrl, keptBody: request.rawBody, response: res })
}
