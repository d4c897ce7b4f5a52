import type { AuthenticateOptions, Provider } from '@oauthplus/server'
import {
  assertAuthenticateOptions,
  assertCalled,
  createGrantMemory,
  createRouteHandler,
  writeHeaders,
} from '@oauthplus/server/adapter'
import type { FindGrant, RoutePaths } from '@oauthplus/server/adapter'
import { readNodeRequest } from '@oauthplus/server/node'
import type { FastifyRequest } from 'fastify'

import { createRoutes } from './create-routes.js'
import type { RoutesPlugin } from './create-routes.js'
import type { ProtectHook } from './protect-hook.js'
import { toHeaderAccess, sendResponse } from './send-response.js'

/** What OAuth needs of an application on Fastify. */
export interface FastifyOAuthOptions {
  /** Returns the id of the user who is logged in, or nothing if nobody is. */
  readonly getUserId: (
    request: FastifyRequest,
  ) => string | undefined | null | Promise<string | undefined | null>
  /**
   * Returns the URL of the login page, which leads back to `returnTo`, a path of this application.
   */
  readonly getLoginUrl: (returnTo: string) => string
  /** The paths of the endpoints, if they are not the usual ones. */
  readonly paths?: RoutePaths | undefined
}

/** OAuth for an application on Fastify. */
export interface FastifyOAuth<User> {
  /**
   * The endpoints, as a plugin: `app.register(routes)`, or `app.register(routes, { prefix })`. The
   * context in which it is registered also gets a parser for forms, unless it has one.
   */
  readonly routes: RoutesPlugin
  /**
   * Creates a hook for `preParsing` or `onRequest` that lets through requests signed with an access token of the scope,
   * and responds to all others, CORS preflights too: register `@fastify/cors` with its default hook,
   * which runs earlier.
   */
  readonly protect: (options?: AuthenticateOptions) => ProtectHook
  /**
   * Returns what a request that `protect` has let through carries. Throws `TypeError` for any other,
   * and for one without a user unless that is expected: `grant(request, { allowTwoLegged: true })`.
   */
  readonly grant: FindGrant<User>
}

/**
 * Puts a Provider into an application on Fastify 5.
 *
 * @example
 *
 * ```ts
 * const { routes, protect, grant } = fastifyOAuth(provider, {
 *   getUserId: (request) => request.session.userId,
 *   getLoginUrl: (returnTo) => `/login?next=${encodeURIComponent(returnTo)}`,
 * })
 * app.register(routes)
 * app.get('/photos', { preParsing: protect({ scope: 'photos' }) }, (request) =>
 *   photosOf(grant(request).user),
 * )
 * ```
 *
 * @param provider The Provider.
 * @param options How the application logs in.
 *
 * @returns The endpoints, the protection, and what a protected request carries. A mistake of the
 *   caller goes to Fastify's error handler.
 *
 * @throws `TypeError` when the Provider was not made by `createProvider`, an option is unknown, or
 *   `getUserId` or `getLoginUrl` is missing.
 *
 * @see [RFC 5849, section 2](https://www.rfc-editor.org/rfc/rfc5849#section-2)
 */
export function fastifyOAuth<User>(
  provider: Provider<User>,
  options: FastifyOAuthOptions,
): FastifyOAuth<User> {
  const handle = createRouteHandler(provider, options, 'fastifyOAuth')
  const grants = createGrantMemory<User>()
  return {
    routes: createRoutes(handle, options.paths),
    protect(authenticateOptions = {}, ...others: unknown[]) {
      assertCalled('protect', others)
      assertAuthenticateOptions(provider, authenticateOptions)
      // Fastify refuses an async hook of three parameters for onRequest, to which it gives a callback.
      return async (request, reply, ...[third]: unknown[]) => {
        const { raw, originalUrl: url, rawBody: keptBody } = request
        const payload = typeof third === 'function' ? raw : third
        const result = await provider.authenticate(
          readNodeRequest(raw, { url, keptBody, payload, response: reply.raw }),
          authenticateOptions,
        )
        if (!result.ok) return sendResponse(reply, result.response)
        grants.keep(request, result.grant)
        writeHeaders(toHeaderAccess(reply), result)
      }
    },
    grant: grants.find,
  }
}
