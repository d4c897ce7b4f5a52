import type { Client } from '../create-client.js'
import type { ConnectRoutesOptions } from './connect-options.js'
import type { ConnectRequest } from './connect-request.js'
import { createConnectHandler } from './create-connect-handler.js'

/** Responds to a request. Resolves with `undefined` if the path is not one of the routes. */
export type ConnectRoutes<Source> = (request: Source) => Promise<Response | undefined>

/**
 * Creates the routes that connect a user's account, for every platform that uses `Request` and
 * `Response`: Hono, Next.js, SvelteKit, Bun, Deno, Workers, and Fastify, which can send a
 * `Response`.
 *
 * A POST from this site's own page starts a flow. A GET shows a page with a button for that. The
 * callback exchanges the request token once, passes the access token to `onToken` and redirects, so
 * that the URL with the verifier does not stay in the address bar. If anything fails, the user sees
 * a page that explains what to do.
 *
 * @example
 *
 * ```ts
 * const routes = connectRoutes(client, {
 *   onToken: async ({ token }, request) => {
 *     await keepToken(await findUserId(request), token)
 *     return '/photos'
 *   },
 *   onError: ({ reason, error }) => log.warn(reason, error),
 * })
 * const handle = async (request: Request) =>
 *   (await routes(request)) ?? new Response('Not found', { status: 404 })
 * ```
 *
 * @param client The client. Its `callbackUrl` must be one of these routes.
 * @param options The handlers for tokens and failures, and the paths.
 *
 * @returns The routes. They reject if `onToken`, `onError` or `getAuthorizeOptions` rejects.
 *
 * @throws `TypeError` when an option is unknown, `onToken` or `onError` is missing, or the client has no
 *   `callbackUrl`.
 *
 * @see [RFC 5849, section 2](https://www.rfc-editor.org/rfc/rfc5849#section-2)
 */
export function connectRoutes<Source extends ConnectRequest = Request>(
  client: Client,
  options: ConnectRoutesOptions<Source>,
): ConnectRoutes<Source> {
  const handle = createConnectHandler('connectRoutes', client, options)
  return async (request) => {
    const response = await handle(request)
    if (response === undefined) return undefined
    const { status, headers, body } = response
    const hasBody = body !== '' && request.method !== 'HEAD'
    return new Response(hasBody ? body : null, {
      status,
      headers: headers.map(([name, value]): [string, string] => [name, value]),
    })
  }
}
