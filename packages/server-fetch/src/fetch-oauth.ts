import {
  assertArgument,
  assertOptions,
  expecting,
  isAnything,
  isFunction,
  optionChecks,
} from '@oauthplus/core/internal'
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
} from '@oauthplus/server/adapter'
import type { FindGrant, RoutePaths } from '@oauthplus/server/adapter'

import { splitUrl } from './split-url.js'
import { toProviderRequest } from './to-provider-request.js'
import { toResponse } from './to-response.js'
import { withHeaders } from './with-headers.js'

/**
 * What OAuth needs of an application on `Request` and `Response`. `platform` is what the platform passes
 * after the request, such as the server of Bun or `env` of Cloudflare Workers: declare its types.
 */
export interface FetchOAuthOptions {
  /** Returns the id of the User who is logged in, or nothing if nobody is. */
  readonly getUserId: (
    request: Request,
    ...platform: never[]
  ) => string | undefined | null | Promise<string | undefined | null>
  /** Returns the URL of the login page, which leads back to `returnTo`, a path of this application. */
  readonly getLoginUrl: (returnTo: string) => string
  /** The paths of the endpoints, if they are not the usual ones. */
  readonly paths?: RoutePaths | undefined
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
   * Puts a handler behind OAuth: it gets the requests that an Access Token with the scope has signed.
   * Every other request is refused, CORS preflights too.
   */
  readonly protect: <Platform extends unknown[]>(
    options: AuthenticateOptions,
    handler: FetchHandler<Platform>,
  ) => (request: Request, ...platform: [...Platform, ...unknown[]]) => Promise<Response>
  /**
   * Returns what a request carries that `protect` has let through. Throws `TypeError` for any other
   * request, and for one without a User unless that is expected:
   * `grant(request, { allowTwoLegged: true })`.
   */
  readonly grant: FindGrant<User>
}

/** A request, with what the platform passes after it. */
type FrameworkRequest = readonly [request: Request, ...platform: unknown[]]

const OPTIONS = optionChecks<FetchOAuthOptions>({
  required: { getUserId: isFunction, getLoginUrl: isFunction },
  optional: { paths: isAnything, getPeerAddress: isFunction },
})
const isRequest = expecting(
  'a Request',
  (value) => typeof (value as Partial<Request> | undefined)?.headers?.get === 'function',
)
const isAddress = expecting(
  'an IP address as a string, or undefined',
  (value) => value === undefined || typeof value === 'string',
)
const isResponse = expecting(
  'a Response',
  (value) => typeof (value as Partial<Response> | undefined)?.headers?.get === 'function',
)

/**
 * Puts a Provider into an application on `Request` and `Response`: Next.js, SvelteKit, React Router,
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
 * @param provider The Provider.
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
  assertOptions('fetchOAuth', options, OPTIONS)
  const { getUserId, getLoginUrl, paths, getPeerAddress } = options
  const handle = createRouteHandler(
    provider,
    {
      getUserId: ([request, ...platform]: FrameworkRequest) =>
        getUserId(request, ...(platform as never[])),
      getLoginUrl,
      paths,
    },
    'fetchOAuth',
  )
  const grants = createGrantMemory<User>()

  function toNeutral([request, ...platform]: FrameworkRequest): ProviderRequest {
    assertArgument('fetchOAuth', { request }, isRequest)
    const peerAddress = getPeerAddress?.(request, ...(platform as never[]))
    assertArgument('getPeerAddress', { 'what it returns': peerAddress }, isAddress)
    return toProviderRequest(request, {
      peerAddress,
      hasFixedPublicUrl: hasFixedPublicUrl(provider),
    })
  }

  return {
    async routes(...received) {
      const response = await handle({
        request: toNeutral(received),
        path: splitUrl(received[0].url).path,
        frameworkRequest: received,
      })
      return response && toResponse(response)
    },
    protect<Platform extends unknown[]>(
      authenticateOptions: AuthenticateOptions,
      handler: FetchHandler<Platform>,
    ) {
      const isHandled = isRequest(authenticateOptions) === undefined
      assertCalled('protect', isHandled ? [authenticateOptions] : [])
      assertAuthenticateOptions(provider, authenticateOptions)
      assertArgument('protect', { handler }, isFunction)
      return async (request: Request, ...platform: [...Platform, ...unknown[]]) => {
        const neutral = toNeutral([request, ...platform])
        const result = await provider.authenticate(neutral, authenticateOptions)
        if (!result.ok) return toResponse(result.response)
        grants.keep(request, result.grant)
        const response = await callHandler(
          () => handler(request, ...(platform as unknown as Platform)),
          result.headers,
        )
        assertArgument('protect', { 'what the handler returns': response }, isResponse)
        return withHeaders(response, result.headers)
      }
    },
    grant: grants.find,
  }
}

// Some frameworks take a Response that a handler throws.
async function callHandler(
  call: () => Response | Promise<Response>,
  headers: ProviderResponse['headers'],
): Promise<Response> {
  try {
    return await call()
  } catch (thrown) {
    throw thrown instanceof Response ? withHeaders(thrown, headers) : thrown
  }
}
