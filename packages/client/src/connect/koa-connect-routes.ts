import type { Client } from '../create-client.js'
import type { ConnectRoutesOptions } from './connect-options.js'
import type { ConnectRequest } from './connect-request.js'
import { createConnectHandler } from './create-connect-handler.js'

/** What is needed of a context of Koa, 3 or 2.16. */
export interface KoaConnectContext extends ConnectRequest {
  /** The HTTP status of the response. */
  status: number
  /** The body of the response. */
  body: unknown
  /** Sets a header of the response. */
  set(name: string, value: string): void
  /** Adds to a header of the response. */
  append(name: string, value: string): void
  /** Removes a header of the response. */
  remove(name: string): void
}

/** Middleware that Koa takes. */
export type KoaConnectMiddleware = (
  context: KoaConnectContext,
  next: () => Promise<unknown>,
) => Promise<void>

/**
 * Creates the routes that connect the account of a user, for Koa 3 and 2.16. They do the same as
 * {@link connectRoutes}, and read no body, so body parsers may come before or after.
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
 * @param client The client, whose `callbackUrl` belongs to these routes.
 * @param options What to do with a token and with a failure. Their context has the type
 *   {@link KoaConnectContext} unless you name another: `(connected, context: Context) => …`.
 *
 * @returns Middleware, to be used at the root: paths are those that browsers see. It rejects with
 *   whatever `onToken`, `onError` or `getAuthorizeOptions` rejects with.
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
    // Koa has guessed it from the body.
    context.remove('Content-Type')
    for (const [name, value] of found.headers) {
      if (name === 'Set-Cookie') context.append(name, value)
      else context.set(name, value)
    }
  }
}
