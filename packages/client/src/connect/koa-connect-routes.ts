import type { Client } from '../create-client.js'
import type { ConnectRoutesOptions } from './connect-options.js'
import type { ConnectRequest } from './connect-request.js'
import { createConnectHandler } from './create-connect-handler.js'

/** The part of a Koa 3 or 2.16 context that the routes use. */
export interface KoaConnectContext extends ConnectRequest {
  /** The HTTP status of the response. */
  status: number
  /** The body of the response. */
  body: unknown
  /** Sets a header of the response. */
  set(name: string, value: string): void
  /** Appends a header to the response. */
  append(name: string, value: string): void
  /** Removes a header of the response. */
  remove(name: string): void
}

/** Koa middleware. */
export type KoaConnectMiddleware = (
  context: KoaConnectContext,
  next: () => Promise<unknown>,
) => Promise<void>

/**
 * Creates the routes that connect a user's account, for Koa 3 and 2.16. They do the same as {@link
 * connectRoutes}. They do not read the body, so body parsers may come before or after them.
 *
 * @example
 *
 * ```ts
 * koa.use(
 *   koaConnectRoutes(client, {
 *     onToken: async ({ token }, context: Context) => {
 *       await keepToken(context.session.userId, token)
 *       return '/photos'
 *     },
 *     onError: ({ reason, error }) => log.warn(reason, error),
 *   }),
 * )
 * ```
 *
 * @param client The client. Its `callbackUrl` must be one of these routes.
 * @param options The handlers for tokens and failures, and the paths. Contexts have the type {@link
 *   KoaConnectContext} unless you annotate another: `(connected, context: Context) => …`.
 *
 * @returns Middleware to use at the root, because the paths are those that the browser sees. It
 *   rejects if `onToken`, `onError` or `getAuthorizeOptions` rejects.
 *
 * @throws `TypeError` as {@link connectRoutes} does.
 *
 * @see [RFC 5849, section 2](https://www.rfc-editor.org/rfc/rfc5849#section-2)
 */
export function koaConnectRoutes<Source extends object = KoaConnectContext>(
  client: Client,
  options: ConnectRoutesOptions<Source>,
): KoaConnectMiddleware {
  const handle = createConnectHandler<Source>('koaConnectRoutes', client, options)
  return async (context, next) => {
    const found = await handle(context as unknown as Source & ConnectRequest)
    if (found === undefined) {
      await next()
      return
    }
    context.status = found.status
    context.body = found.body
    // Koa derived the type from the body.
    context.remove('Content-Type')
    for (const [name, value] of found.headers) {
      if (name === 'Set-Cookie') context.append(name, value)
      else context.set(name, value)
    }
  }
}
