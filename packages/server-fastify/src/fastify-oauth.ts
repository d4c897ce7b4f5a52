import type { Provider } from '@oauthplus/server'
import { createAdapter, writeHeaders } from '@oauthplus/server/adapter'
import type { AdapterOptions, FrameworkOAuth } from '@oauthplus/server/adapter'
import { readNodeRequest } from '@oauthplus/server/node'
import type { FastifyRequest } from 'fastify'

import { createRoutes } from './create-routes.js'
import type { RoutesPlugin } from './create-routes.js'
import type { ProtectHook } from './protect-hook.js'
import { toHeaderAccess, sendResponse } from './send-response.js'

/** The options of `fastifyOAuth`. */
export type FastifyOAuthOptions = AdapterOptions<[request: FastifyRequest]>

/**
 * OAuth for an application on Fastify. `routes` is a plugin: `app.register(routes)`, or
 * `app.register(routes, { prefix })`. The context in which it is registered also gets a parser for
 * forms, unless it has one. `protect` creates a hook for `preParsing` or `onRequest`; register
 * `@fastify/cors` with its default hook, which runs earlier.
 */
export type FastifyOAuth<User> = FrameworkOAuth<User, RoutesPlugin, ProtectHook>

/**
 * Puts a provider into an application on Fastify 5.
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
 * @param provider The provider.
 * @param options How the application logs in.
 *
 * @returns The endpoints, the protection, and what a protected request carries. A mistake of the
 *   caller goes to Fastify's error handler.
 *
 * @throws `TypeError` when the provider was not made by `createProvider`, an option is unknown, or
 *   `getUserId` or `getLoginUrl` is missing.
 *
 * @see [RFC 5849, section 2](https://www.rfc-editor.org/rfc/rfc5849#section-2)
 */
export function fastifyOAuth<User>(
  provider: Provider<User>,
  options: FastifyOAuthOptions,
): FastifyOAuth<User> {
  const { respond, paths, prepareAuthentication, grant } = createAdapter(provider, options, {
    functionName: 'fastifyOAuth',
  })
  return {
    routes: createRoutes({ respond, paths }),
    protect(...received: unknown[]) {
      const authenticate = prepareAuthentication(received)
      // Fastify refuses an async hook of three parameters for onRequest, to which it gives a callback.
      return async (request, reply, ...[third]: unknown[]) => {
        const { raw, originalUrl: url, rawBody: keptBody } = request
        const payload = typeof third === 'function' ? raw : third
        const result = await authenticate(
          readNodeRequest(raw, { url, keptBody, payload, response: reply.raw }),
          request,
        )
        if (result.ok) writeHeaders(toHeaderAccess(reply), result)
        else await sendResponse(reply, result.response)
      }
    },
    grant,
  }
}
