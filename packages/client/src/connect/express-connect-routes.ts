import type { Client } from '../create-client.js'
import type { ConnectRoutesOptions } from './connect-options.js'
import type { ConnectRequest } from './connect-request.js'
import { createConnectHandler } from './create-connect-handler.js'

declare global {
  // Express's types are extended through this namespace, for example by express-session. It is
  // declared here so that this package does not depend on Express's types.
  // eslint-disable-next-line @typescript-eslint/no-namespace -- the only way to join that declaration
  namespace Express {
    // eslint-disable-next-line @typescript-eslint/no-empty-object-type -- other packages add members to it
    interface Request {}
  }
}

/**
 * An Express 4 or 5 request, including the properties that middleware such as express-session adds.
 */
export interface ExpressConnectRequest extends ConnectRequest, Express.Request {}

/** The part of an Express 4 or 5 response that the routes use. */
export interface ExpressConnectResponse {
  /** The HTTP status. */
  statusCode: number
  /** Sets a header. */
  setHeader(name: string, value: string): unknown
  /** Appends a header. */
  append(name: string, value: string): unknown
  /** Sends the body and ends the response. */
  end(body: string): unknown
}

/** Express middleware. */
export type ExpressConnectHandler = (
  request: ConnectRequest,
  response: ExpressConnectResponse,
  next: (error?: unknown) => void,
) => void

/**
 * Creates the routes that connect a user's account, for Express 5 and 4.21. They do the same as
 * {@link connectRoutes}. They do not read the body, so body parsers may come before or after them.
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
 * @param client The client. Its `callbackUrl` must be one of these routes.
 * @param options The handlers for tokens and failures, and the paths. Requests have the type {@link
 *   ExpressConnectRequest} unless you annotate another: `(connected, request: Request) => …`.
 *
 * @returns Middleware to mount at the root, because the paths are those that the browser sees. If
 *   `onToken`, `onError` or `getAuthorizeOptions` rejects, Express's error handler receives the
 *   error.
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
