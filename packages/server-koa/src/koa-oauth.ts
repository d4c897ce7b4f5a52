import type { Provider, ProviderRequest, ProviderResponse } from '@oauthplus/server'
import { createAdapter, leaveParsedBody, writeHeaders } from '@oauthplus/server/adapter'
import type { AdapterOptions, FrameworkOAuth } from '@oauthplus/server/adapter'
import { readNodeRequest } from '@oauthplus/server/node'
import type { Context } from 'koa'

import type { KoaContext, KoaMiddleware } from './koa-context.js'
import { keepHeaders } from './keep-headers.js'

/** The options of `koaOAuth`. */
export type KoaOAuthOptions = AdapterOptions<[context: Context]>

/** OAuth for an application on Koa. A body parser may be before `routes` or after them. */
export type KoaOAuth<User> = FrameworkOAuth<User, KoaMiddleware>

/**
 * Puts a provider into an application on Koa 3 or 2.16.
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
 * @param provider The provider.
 * @param options How the application logs in.
 *
 * @returns The endpoints, the protection, and what a protected request carries. A caller's mistake
 *   rejects, for Koa's error handler.
 *
 * @see [RFC 5849, section 2](https://www.rfc-editor.org/rfc/rfc5849#section-2)
 */
export function koaOAuth<User>(provider: Provider<User>, options: KoaOAuthOptions): KoaOAuth<User> {
  const { respond, prepareAuthentication, grant } = createAdapter(provider, options, {
    functionName: 'koaOAuth',
  })
  return {
    async routes(context, next) {
      const routed = { request: readRequest(context), path: readPath(context) }
      const response = await respond(routed, context as unknown as Context)
      if (response) writeResponse(context, response)
      else await next()
    },
    protect(...received: unknown[]) {
      const authenticate = prepareAuthentication(received)
      return async (context, next) => {
        const request = readRequest(context)
        const result = await authenticate(request, context)
        if (!result.ok) {
          writeResponse(context, result.response)
          return
        }
        writeHeaders(context.res, result)
        if (result.grant.body !== undefined) {
          leaveParsedBody(context.request, request, result.grant)
        }
        try {
          await next()
        } catch (error) {
          keepHeaders(context.res, result)
          if (error !== null && error !== undefined) throw error
          // Koa itself never responds then.
          throw new Error(`A handler behind protect() threw ${String(error)}`)
        }
      }
    },
    grant,
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

/** Writes a neutral response to Koa's own, so that middleware before sees it. */
function writeResponse(context: KoaContext, response: ProviderResponse): void {
  context.status = response.status
  context.body = response.body
  // Koa has derived it from the body.
  context.remove('Content-Type')
  writeHeaders(context.res, response)
}
