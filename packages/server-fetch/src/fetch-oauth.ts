import { assertArgument, createOptionCheck, isFunction } from '@oauthplus/core/internal'
import type { AuthenticateOptions, Provider, ProviderRequest } from '@oauthplus/server'
import { createAdapter } from '@oauthplus/server/adapter'
import type { AdapterOptions, FindGrant } from '@oauthplus/server/adapter'
import {
  addWebHeaders,
  createWebResponse,
  readWebPath,
  readWebRequest,
} from '@oauthplus/server/web'

/**
 * The options of `fetchOAuth`. `platform` is the value that the platform passes
 * after the request, such as the server of Bun or `env` of Cloudflare Workers: declare its types.
 */
export interface FetchOAuthOptions extends AdapterOptions<
  [request: Request, ...platform: never[]]
> {
  /**
   * Returns the IP address of the other end of the connection, as the platform knows it: never from a
   * header that a client can write. Without it, requests over plain HTTP on this machine are refused,
   * and no limit counts by address.
   */
  readonly getPeerAddress?:
    ((request: Request, ...platform: never[]) => string | undefined) | undefined
}

/** A handler of a `Request`, with what the platform passes after it. */
export type FetchHandler<Platform extends unknown[]> = (
  request: Request,
  ...platform: Platform
) => Response | Promise<Response>

/** OAuth for an application on `Request` and `Response`. */
export interface FetchOAuth<User> {
  /**
   * Responds to a request to one of the endpoints; resolves with `undefined` for any other. Pass on what
   * the platform passes after the request, if `getUserId` or `getPeerAddress` needs it.
   */
  readonly routes: (request: Request, ...platform: unknown[]) => Promise<Response | undefined>
  /**
   * Puts a handler behind OAuth: it gets the requests that an access token with the scope has signed.
   * Every other request is refused, CORS preflights too.
   */
  readonly protect: <Platform extends unknown[]>(
    options: AuthenticateOptions,
    handler: FetchHandler<Platform>,
  ) => (request: Request, ...platform: [...Platform, ...unknown[]]) => Promise<Response>
  /**
   * Returns the grant of a request that `protect` has accepted. Throws `TypeError` for any other
   * request, and for one without a user unless that is expected:
   * `grant(request, { allowTwoLegged: true })`.
   */
  readonly grant: FindGrant<User>
}

const isObject = createOptionCheck('an object', (value) => typeof value === 'object')
const isResponse = createOptionCheck(
  'a Response',
  (value) => typeof (value as Partial<Response> | undefined)?.headers?.get === 'function',
)

/**
 * Puts a provider into an application on `Request` and `Response`: Next.js, SvelteKit, React Router,
 * `Bun.serve`, `Deno.serve`, Cloudflare Workers.
 *
 * @example
 *
 * ```ts
 * const { routes, protect, grant } = fetchOAuth(provider, {
 *   getUserId: (request) => sessionOf(request).userId,
 *   getLoginUrl: (returnTo) => `/login?next=${encodeURIComponent(returnTo)}`,
 * })
 * const photos = protect({ scope: 'photos' }, (request) =>
 *   Response.json(photosOf(grant(request).user)),
 * )
 * export default {
 *   fetch: async (request: Request) => (await routes(request)) ?? photos(request),
 * }
 * ```
 *
 * @param provider The provider.
 * @param options How the application logs in, and which address a request comes from.
 *
 * @returns The endpoints, the protection, and what a protected request carries. A caller's mistake
 *   rejects with `TypeError`.
 *
 * @throws `TypeError` when an option is unknown or has a wrong value.
 *
 * @see [RFC 5849, section 2](https://www.rfc-editor.org/rfc/rfc5849#section-2)
 */
export function fetchOAuth<User>(
  provider: Provider<User>,
  options: FetchOAuthOptions,
): FetchOAuth<User> {
  const { respond, prepareAuthentication, grant } = createAdapter(provider, options, {
    functionName: 'fetchOAuth',
    functions: ['getPeerAddress'],
  })

  function read(request: Request, platform: readonly unknown[]): ProviderRequest {
    const peerAddress = options.getPeerAddress?.(request, ...(platform as never[]))
    return readWebRequest(provider, request, { peerAddress })
  }

  return {
    async routes(request, ...platform) {
      const routed = { request: read(request, platform), path: readWebPath(request) }
      const response = await respond(routed, request, ...(platform as never[]))
      return response && createWebResponse(response)
    },
    protect<Platform extends unknown[]>(
      authenticateOptions: AuthenticateOptions,
      handler: FetchHandler<Platform>,
    ) {
      const authenticate = prepareAuthentication([authenticateOptions])
      // Of undefined, it makes the options that let every token through.
      assertArgument('protect', { options: authenticateOptions }, isObject)
      assertArgument('protect', { handler }, isFunction)
      return async (request: Request, ...platform: [...Platform, ...unknown[]]) => {
        const result = await authenticate(read(request, platform), request)
        if (!result.ok) return createWebResponse(result.response)
        const response = await callHandler(
          () => handler(request, ...(platform as unknown as Platform)),
          result,
        )
        assertArgument('protect', { "the handler's response": response }, isResponse)
        return addWebHeaders(response, result)
      }
    },
    grant,
  }
}

// Some frameworks take a Response that a handler throws.
async function callHandler(
  call: () => Response | Promise<Response>,
  added: Parameters<typeof addWebHeaders>[1],
): Promise<Response> {
  try {
    return await call()
  } catch (thrown) {
    throw thrown instanceof Response ? addWebHeaders(thrown, added) : thrown
  }
}
