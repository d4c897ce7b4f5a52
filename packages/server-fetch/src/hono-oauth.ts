import { assertOptions, isAnything, isFunction, optionChecks } from '@oauthplus/core/internal'
import type {
  AuthenticateOptions,
  Provider,
  ProviderRequest,
  ProviderResponse,
} from '@oauthplus/server'
import {
  assertAuthenticateOptions,
  assertCalled,
  createGrantMemory,
  createRouteHandler,
  hasFixedPublicUrl,
  writeHeaders,
} from '@oauthplus/server/adapter'
import type { FindGrant, RoutePaths } from '@oauthplus/server/adapter'
import type { Context, MiddlewareHandler } from 'hono'
import type { GetConnInfo } from 'hono/conninfo'
import { basePath } from 'hono/route'
import type { StatusCode } from 'hono/utils/http-status'

import { getKeptRequest } from './get-kept-request.js'
import { splitUrl } from './split-url.js'
import { toProviderRequest } from './to-provider-request.js'
import { accessHeaders, withHeaders } from './with-headers.js'

/** What OAuth needs of an application on Hono. */
export interface HonoOAuthOptions {
  /** Returns the id of the User who is logged in, or nothing if nobody is. */
  readonly getUserId: (
    context: Context,
  ) => string | undefined | null | Promise<string | undefined | null>
  /** Returns the URL of the login page, which leads back to `returnTo`, a path of this application. */
  readonly getLoginUrl: (returnTo: string) => string
  /** The paths of the endpoints, if they are not the usual ones. */
  readonly paths?: RoutePaths | undefined
  /**
   * Hono's `getConnInfo` for your platform, such as that of `@hono/node-server/conninfo` or `hono/bun`.
   * Without it, the IP address of the other end of the connection is not known: requests over plain
   * HTTP on this machine are refused, and no limit counts by address.
   */
  readonly getConnInfo?: GetConnInfo | undefined
}

/** OAuth for an application on Hono. */
export interface HonoOAuth<User> {
  /** Middleware that responds to requests to the endpoints, under whatever path it is used. */
  readonly routes: MiddlewareHandler
  /**
   * Creates middleware that lets through what an Access Token with the scope has signed, and refuses
   * everything else, CORS preflights too: put CORS middleware before it.
   */
  readonly protect: (options?: AuthenticateOptions) => MiddlewareHandler
  /**
   * Returns what a request carries that `protect` has let through. Throws `TypeError` for any other
   * request, and for one without a User unless that is expected:
   * `grant(context, { allowTwoLegged: true })`.
   */
  readonly grant: FindGrant<User>
}

const OPTIONS = optionChecks<HonoOAuthOptions>({
  required: { getUserId: isFunction, getLoginUrl: isFunction },
  optional: { paths: isAnything, getConnInfo: isFunction },
})

/**
 * Puts a Provider into an application on Hono 4.
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
 * @param provider The Provider.
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
  assertOptions('honoOAuth', options, OPTIONS)
  const { getConnInfo, ...routeOptions } = options
  const handle = createRouteHandler(provider, routeOptions, 'honoOAuth')
  const grants = createGrantMemory<User>()

  function toNeutral(context: Context): ProviderRequest {
    return toProviderRequest(context.req.raw, {
      peerAddress: getConnInfo?.(context).remote.address,
      hasFixedPublicUrl: hasFixedPublicUrl(provider),
      getKept: () => getKeptRequest(context),
    })
  }

  return {
    async routes(context, next) {
      const response = await handle({
        request: toNeutral(context),
        path: readPath(context),
        frameworkRequest: context,
      })
      if (response) return respond(context, response)
      await next()
      return undefined
    },
    protect(authenticateOptions = {}, ...others: unknown[]) {
      assertCalled('protect', others)
      assertAuthenticateOptions(provider, authenticateOptions)
      return async (context, next) => {
        const result = await provider.authenticate(toNeutral(context), authenticateOptions)
        if (!result.ok) return respond(context, result.response)
        grants.keep(context, result.grant)
        // What middleware before has set of these counts no more; what the handler sets does.
        for (const [name] of result.headers) if (name !== 'Vary') context.header(name, undefined)
        await next()
        addHeaders(context, result.headers)
        return undefined
      }
    },
    grant: grants.find,
  }
}

/** Returns the path beneath the application or the route that the middleware is used in. */
function readPath(context: Context): string {
  const { path } = splitUrl(context.req.raw.url)
  const base = basePath(context).replace(/\/$/, '')
  return path.startsWith(`${base}/`) ? path.slice(base.length) : ''
}

/** Sends a neutral response with the headers that middleware before has set, so that both stand. */
function respond(context: Context, { status, headers, body }: ProviderResponse): Response {
  writeHeaders(accessHeaders(context.res.headers), { headers })
  return context.newResponse(body === '' ? null : body, { status: status as StatusCode })
}

function addHeaders(context: Context, headers: ProviderResponse['headers']): void {
  const response = withHeaders(context.res, headers)
  if (response === context.res) return
  // Hono would put the headers of the former response over those of the new one.
  context.res = undefined
  context.res = response
}
