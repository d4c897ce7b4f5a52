import type { Provider, ProviderRequest, ProviderResponse } from '@oauthplus/server'
import { createAdapter, writeHeaders } from '@oauthplus/server/adapter'
import type { AdapterOptions, FrameworkOAuth } from '@oauthplus/server/adapter'
import {
  addWebHeaders,
  readWebPath,
  readWebRequest,
  createHeaderAccess,
} from '@oauthplus/server/web'
import type { Context, MiddlewareHandler } from 'hono'
import type { GetConnInfo } from 'hono/conninfo'
import { basePath } from 'hono/route'
import type { StatusCode } from 'hono/utils/http-status'

import { getKeptRequest } from './get-kept-request.js'

/** The options of `honoOAuth`. */
export interface HonoOAuthOptions extends AdapterOptions<[context: Context]> {
  /**
   * Hono's `getConnInfo` for your platform, such as that of `@hono/node-server/conninfo` or `hono/bun`.
   * Without it, the IP address of the other end of the connection is not known: requests over plain
   * HTTP on this machine are refused, and no limit counts by address.
   */
  readonly getConnInfo?: GetConnInfo | undefined
}

/** OAuth for an application on Hono. `routes` responds under whatever path it is used. */
export type HonoOAuth<User> = FrameworkOAuth<User, MiddlewareHandler>

/**
 * Puts a provider into an application on Hono 4.
 *
 * @example
 *
 * ```ts
 * const { routes, protect, grant } = honoOAuth(provider, {
 *   getUserId: (context) => sessionOf(context.req.raw).userId,
 *   getLoginUrl: (returnTo) => `/login?next=${encodeURIComponent(returnTo)}`,
 *   getConnInfo,
 * })
 * app.use(routes)
 * app.get('/photos', protect({ scope: 'photos' }), (context) =>
 *   context.json(photosOf(grant(context).user)),
 * )
 * ```
 *
 * @param provider The provider.
 * @param options How the application logs in, and Hono's `getConnInfo` for the platform.
 *
 * @returns The endpoints, the protection, and what a protected request carries. A caller's mistake
 *   rejects, for Hono's error handler.
 *
 * @throws `TypeError` when an option is unknown or has a wrong value.
 *
 * @see [RFC 5849, section 2](https://www.rfc-editor.org/rfc/rfc5849#section-2)
 */
export function honoOAuth<User>(
  provider: Provider<User>,
  options: HonoOAuthOptions,
): HonoOAuth<User> {
  const { respond, prepareAuthentication, grant } = createAdapter(provider, options, {
    functionName: 'honoOAuth',
    functions: ['getConnInfo'],
  })

  function read(context: Context): ProviderRequest {
    return readWebRequest(provider, context.req.raw, {
      peerAddress: options.getConnInfo?.(context).remote.address,
      getKept: () => getKeptRequest(context),
    })
  }

  return {
    async routes(context, next) {
      const routed = { request: read(context), path: readPath(context) }
      const response = await respond(routed, context)
      if (response) return send(context, response)
      await next()
      return undefined
    },
    protect(...received: unknown[]) {
      const authenticate = prepareAuthentication(received)
      return async (context, next) => {
        const result = await authenticate(read(context), context)
        if (!result.ok) return send(context, result.response)
        // These headers replace the ones of earlier middleware; the handler can set them again.
        for (const [name] of result.headers) if (name !== 'Vary') context.header(name, undefined)
        await next()
        addContextHeaders(context, result)
        return undefined
      }
    },
    grant,
  }
}

/** Returns the path below the application or the route that the middleware is used in. */
function readPath(context: Context): string {
  const path = readWebPath(context.req.raw)
  const base = basePath(context).replace(/\/$/, '')
  return path.startsWith(`${base}/`) ? path.slice(base.length) : ''
}

/** Sends a neutral response, and keeps the headers that earlier middleware has set. */
function send(context: Context, response: ProviderResponse): Response {
  const { status, body } = response
  writeHeaders(createHeaderAccess(context.res.headers), response)
  return context.newResponse(body === '' ? null : body, { status: status as StatusCode })
}

function addContextHeaders(context: Context, added: Pick<ProviderResponse, 'headers'>): void {
  const response = addWebHeaders(context.res, added)
  if (response === context.res) return
  // Hono would put the headers of the former response over those of the new one.
  context.res = undefined
  context.res = response
}
