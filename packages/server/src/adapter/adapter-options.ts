import {
  assertOptions,
  isFunction,
  isObjectOf,
  optionChecks,
  type OptionCheck,
} from '@oauthplus/core/internal'

import { ROUTE_PATHS } from './route-paths.js'
import type { RoutePaths } from './route-paths.js'

/**
 * The options of an adapter. `Received` are the arguments that the framework passes to a handler, such
 * as the request or the context.
 */
export interface AdapterOptions<Received extends readonly unknown[]> {
  /** Returns the id of the user who is logged in, or nothing if nobody is. */
  readonly getUserId: (
    ...received: Received
  ) => string | undefined | null | Promise<string | undefined | null>
  /**
   * Returns the URL of the login page, which leads back to `returnTo`: path and query of this
   * application, with exactly one leading slash and without backslashes or control characters.
   */
  readonly getLoginUrl: (returnTo: string) => string
  /**
   * Returns the URL that logs the user out and asks for another account, which redirects back to
   * `returnTo`. Pages show it as "Not you?". Without it, they show no such link.
   */
  readonly getSwitchUserUrl?: ((returnTo: string) => string | undefined) | undefined
  /** The paths of the endpoints, if they are not the usual ones. */
  readonly paths?: RoutePaths | undefined
}

/** Throws a `TypeError` unless an adapter has these options; `functions` names its additional ones. */
export function assertAdapterOptions(
  functionName: string,
  options: unknown,
  functions: readonly string[],
): void {
  const own = functions.map((name): [string, OptionCheck] => [name, isFunction])
  const checks = optionChecks<AdapterOptions<never>>({
    required: { getUserId: isFunction, getLoginUrl: isFunction },
    optional: {
      paths: isObjectOf(ROUTE_PATHS),
      getSwitchUserUrl: isFunction,
      ...Object.fromEntries(own),
    },
  })
  assertOptions(functionName, options, checks)
}
