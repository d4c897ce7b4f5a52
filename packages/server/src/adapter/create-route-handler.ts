import {
  assertArgument,
  assertOptions,
  isFunction,
  isObjectOf,
  isRecordWith,
  isString,
  optionChecks,
} from '@oauthplus/core/internal'

import { findRoutePaths, ROUTE_PATHS } from './route-paths.js'
import type { RoutePaths } from './route-paths.js'
import { isProviderRequest } from '../settings/provider-checks.js'
import type { Provider } from '../provider.js'
import type { ProviderRequest } from '../request.js'
import type { ProviderResponse } from '../response.js'
import type { Visitor } from '../results.js'

/** What the endpoints need of the application. */
export interface RouteHandlerOptions<FrameworkRequest> {
  /** Gives the id of the User who is logged in, or nothing where nobody is. */
  readonly getUserId: (
    request: FrameworkRequest,
  ) => string | undefined | null | Promise<string | undefined | null>
  /**
   * Gives the URL of the login page, which leads back to `returnTo`: path and query of this
   * application, with exactly one leading slash and without backslash or control characters.
   */
  readonly getLoginUrl: (returnTo: string) => string
  /** The paths of the endpoints. */
  readonly paths?: RoutePaths | undefined
}

const OPTIONS = optionChecks<RouteHandlerOptions<unknown>>({
  required: { getUserId: isFunction, getLoginUrl: isFunction },
  optional: { paths: isObjectOf(ROUTE_PATHS) },
})
const isProvider = isRecordWith(
  'a Provider that createProvider() has made',
  optionChecks<Pick<Provider<unknown>, 'authenticate' | 'requestToken' | 'accessToken'>>({
    required: { authenticate: isFunction, requestToken: isFunction, accessToken: isFunction },
    optional: {},
  }),
)
const isRouted = isRecordWith(
  'a request with its path',
  optionChecks<{ request: unknown; path: unknown }>({
    required: { request: isProviderRequest, path: isString },
    optional: {},
  }),
)

/** A request on its way to an endpoint. */
export interface RoutedRequest<FrameworkRequest> {
  /** The request, translated. */
  readonly request: ProviderRequest
  /** Its path without query, relative to where the routes are mounted. */
  readonly path: string
  /** The request as the framework has it, for `getUserId`. */
  readonly frameworkRequest: FrameworkRequest
}

/**
 * Creates the routing of the endpoints, the same for every framework.
 *
 * @example
 *
 * ```ts
 * const handle = createRouteHandler(provider, { getUserId, getLoginUrl })
 * const response = await handle({ request, path: '/oauth/request_token', frameworkRequest })
 * ```
 *
 * @param provider The Provider.
 * @param options What the endpoints need of the application.
 * @param functionName The function that errors name, for an adapter that has its own.
 *
 * @returns A function that answers a request, or gives `undefined` where its path is none of the
 *   endpoints. It rejects with `TypeError` for a caller's mistake.
 *
 * @throws `TypeError` when the Provider is none, an option is unknown, or `getUserId` or `getLoginUrl` is
 *   missing.
 *
 * @see [RFC 5849, section 2](https://www.rfc-editor.org/rfc/rfc5849#section-2)
 */
export function createRouteHandler<User, FrameworkRequest>(
  provider: Provider<User>,
  options: RouteHandlerOptions<FrameworkRequest>,
  functionName = 'createRouteHandler',
): (routed: RoutedRequest<FrameworkRequest>) => Promise<ProviderResponse | undefined> {
  assertArgument(functionName, { provider }, isProvider)
  assertOptions(functionName, options, OPTIONS)
  const { requestToken, authorize, accessToken, invalidateToken, applications } = findRoutePaths(
    options.paths,
  )
  return async (routed) => {
    assertArgument(functionName, { routed }, isRouted)
    const visitor: Visitor = {
      getUserId: () => options.getUserId(routed.frameworkRequest),
      getLoginUrl: options.getLoginUrl,
    }
    switch (routed.path) {
      case requestToken:
        return (await provider.requestToken(routed.request)).response
      case accessToken:
        return (await provider.accessToken(routed.request)).response
      case authorize:
        return provider.authorization.respond(routed.request, visitor)
      case applications:
        return provider.applications.respond(routed.request, visitor)
      case invalidateToken:
        return (await provider.invalidateToken(routed.request)).response
      default:
        return undefined
    }
  }
}
