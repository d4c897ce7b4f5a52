import {
  assertArgument,
  assertOptions,
  isFunction,
  isRecordWith,
  isString,
  isStringArray,
  optionChecks,
} from '@oauthplus/core/internal'

import { assertAdapterOptions } from './adapter-options.js'
import type { AdapterOptions } from './adapter-options.js'
import { assertCalled } from './assert-called.js'
import { createGrantMemory } from './create-grant-memory.js'
import type { FindGrant } from './create-grant-memory.js'
import { findAdapterView } from './find-adapter-view.js'
import { createEndpoints } from './create-endpoints.js'
import type { AuthenticateOptions } from '../operations/authenticate.js'
import type { Provider } from '../provider.js'
import type { ProviderRequest } from '../request.js'
import type { ProviderResponse } from '../response.js'
import type { TwoLeggedResult } from '../results.js'
import { isProviderRequest } from '../settings/provider-checks.js'

/** A request on its way to an endpoint. */
export interface RoutedRequest {
  /** The request, translated. */
  readonly request: ProviderRequest
  /** Its path without the query, relative to where the routes are mounted. */
  readonly path: string
}

/** The name of an adapter in errors, and its additional options. */
export interface AdapterNames {
  /** The name of the function that creates the adapter. `createAdapter` by default. */
  readonly functionName?: string | undefined
  /** The names of its own options: optional functions. None by default. */
  readonly functions?: readonly string[] | undefined
}

/** The parts of every adapter that do not depend on a framework. */
export interface Adapter<User, Received extends readonly [object, ...unknown[]]> {
  /**
   * Responds to a request to one of the endpoints; resolves with `undefined` for any other path.
   * `received` is what `getUserId` gets.
   */
  respond(routed: RoutedRequest, ...received: Received): Promise<ProviderResponse | undefined>
  /** The paths of the endpoints, for a framework whose router wants to know each path. */
  readonly paths: readonly string[]
  /**
   * Creates the function that authenticates the requests to one route. `received` is what the
   * application has passed to `protect`: options, or nothing. The function takes a request and the
   * object by which `grant` finds what the request carries.
   */
  prepareAuthentication(
    received: readonly unknown[],
  ): (request: ProviderRequest, frameworkRequest: object) => Promise<TwoLeggedResult<User>>
  /** Returns what an authenticated request carries. */
  readonly grant: FindGrant<User>
}

const NAMES = optionChecks<AdapterNames>({
  required: {},
  optional: { functionName: isString, functions: isStringArray },
})
const isProvider = isRecordWith(
  'a provider that createProvider() has made',
  optionChecks<Pick<Provider<unknown>, 'authenticate' | 'requestToken' | 'accessToken'>>({
    required: { authenticate: isFunction, requestToken: isFunction, accessToken: isFunction },
    optional: {},
  }),
)
const isRouted = isRecordWith(
  'a request with its path',
  optionChecks<RoutedRequest>({
    required: { request: isProviderRequest, path: isString },
    optional: {},
  }),
)
// A signature is valid once, so that a second verification would refuse the request as a replay.
const PROTECTED_TWICE =
  'protect: this request has passed protect() before; call protect() once for each route, with all the scopes that the route needs'
const PROTECTED_ROUTES =
  'routes: this request has passed protect() before; put the routes before protect()'

/**
 * Creates what every adapter consists of: the endpoints, the authentication of requests, and `grant`.
 * An adapter adds how its framework receives requests and sends responses.
 *
 * @example
 *
 * ```ts
 * const adapter = createAdapter(provider, { getUserId, getLoginUrl })
 * const response = await adapter.respond({ request, path: '/oauth/authorize' }, frameworkRequest)
 * const authenticate = adapter.prepareAuthentication([{ scope: 'photos' }])
 * const result = await authenticate(request, frameworkRequest)
 * if (result.ok) show(photosOf(adapter.grant(frameworkRequest).user))
 * ```
 *
 * @param provider The provider.
 * @param options The options of every adapter, and its own options.
 * @param names `functionName`: the function that errors name; `functions`: the names of the adapter's
 *   own options, which are optional functions.
 *
 * @returns The parts of the adapter. `respond` and the function that `prepareAuthentication` returns
 *   reject with `TypeError` for a mistake of the caller, such as a request that has passed `protect`
 *   before. `prepareAuthentication` throws `TypeError` if an option is unknown or has a wrong value, or
 *   if `protect` was given as a handler.
 *
 * @throws `TypeError` when the provider was not made by `createProvider`, an option is unknown, or
 *   `getUserId` or `getLoginUrl` is missing.
 *
 * @see [RFC 5849, section 2](https://www.rfc-editor.org/rfc/rfc5849#section-2)
 */
export function createAdapter<User, Received extends readonly [object, ...unknown[]]>(
  provider: Provider<User>,
  options: AdapterOptions<Received>,
  names: AdapterNames = {},
): Adapter<User, Received> {
  assertOptions('createAdapter', names, NAMES)
  const { functionName = 'createAdapter', functions = [] } = names
  assertArgument(functionName, { provider }, isProvider)
  assertAdapterOptions(functionName, options, functions)
  const { getUserId, getLoginUrl, getSwitchUserUrl, paths } = options
  const endpoints = createEndpoints(provider, paths)
  const grants = createGrantMemory<User>()
  return {
    async respond(routed, ...received) {
      assertArgument(functionName, { routed }, isRouted)
      const endpoint = endpoints.get(routed.path)
      if (endpoint === undefined) return undefined
      grants.assertNone(received[0], PROTECTED_ROUTES)
      return endpoint(routed.request, {
        getUserId: () => getUserId(...received),
        getLoginUrl,
        getSwitchUserUrl,
      })
    },
    paths: [...endpoints.keys()],
    prepareAuthentication(received) {
      assertCalled(received)
      const [authenticateOptions = {}] = received as readonly [AuthenticateOptions?]
      findAdapterView(functionName, provider).assertOptions(authenticateOptions)
      return async (request, frameworkRequest) => {
        grants.assertNone(frameworkRequest, PROTECTED_TWICE)
        const result = await provider.authenticate(request, authenticateOptions)
        if (result.ok) grants.keep(frameworkRequest, result.grant)
        return result
      }
    },
    grant: grants.find,
  }
}
