import type { Client } from '../create-client.js'
import type { ConnectRoutesOptions } from './connect-options.js'
import type { ConnectRequest } from './connect-request.js'
import { createConnectHandler } from './create-connect-handler.js'

declare global {
  // Express names its own types so, and middleware such as express-session adds to them. Declared
  // here as well, so that this package needs no types of Express.
  // eslint-disable-next-line @typescript-eslint/no-namespace -- the only way to join that declaration
  namespace Express {
    // eslint-disable-next-line @typescript-eslint/no-empty-object-type -- other packages add members to it
    interface Request {}
  }
}

/** A request of Express, 4 or 5, with what middleware such as express-session adds to it. */
export interface ExpressConnectRequest extends ConnectRequest, Express.Request {}

/** What is needed of a response of Express, 4 or 5. */
export interface ExpressConnectResponse {
  /** The HTTP status. */
  statusCode: number
  /** Sets a header. */
  setHeader(name: string, value: string): unknown
  /** Adds to a header. */
  append(name: string, value: string): unknown
  /** Sends the body and ends. */
  end(body: string): unknown
}

/** A handler that Express takes wherever it takes middleware. */
export type ExpressConnectHandler = (
  request: ConnectRequest,
  response: ExpressConnectResponse,
  next: (error?: unknown) => void,
) => void

/**
 * Creates the routes that connect the account of a user, for Express 5 and 4.21. They do the same as
 * {@link connectRoutes}, and read no body, so body parsers may come before or after.
 *
 * @example
 *
 * ```ts
 * app.use(
 *   expressConnectRoutes(client, {
 *     onToken: async ({ token }, request) => {
 *       await keepToken(request.session.userId, token)
 *       return '/photos'
 *     },
 *     onError: ({ reason, error }) => log.warn(reason, error),
 *   }),
 * )
 * ```
 *
 * @param client The client, whose `callbackUrl` belongs to these routes.
 * @param options What to do with a token and with a failure. Their request has the type
 *   {@link ExpressConnectRequest} unless you name another: `(connected, request: Request) => …`.
 *
 * @returns Middleware, to be mounted at the root: paths are those that browsers see. What `onToken`,
 *   `onError` or `getAuthorizeOptions` rejects with goes to Express's error handler.
 *
 * @throws `TypeError` as {@link connectRoutes} does.
 *
 * @see [RFC 5849, section 2](https://www.rfc-editor.org/rfc/rfc5849#section-2)
 */
export function expressConnectRoutes<Source extends object = ExpressConnectRequest>(
  client: Client,
  options: ConnectRoutesOptions<Source>,
): ExpressConnectHandler {
  const handle = createConnectHandler<Source>('expressConnectRoutes', client, options)
  return (request, response, next) => {
    handle(request as unknown as Source & ConnectRequest)
      .then((found) => {
        if (found === undefined) {
          next()
          return
        }
        response.statusCode = found.status
        for (const [name, value] of found.headers) {
          if (name === 'Set-Cookie') response.append(name, value)
          else response.setHeader(name, value)
        }
        response.end(found.body)
      })
      .catch(next)
  }
}
