import {
  createOptionCheck,
  isFunction,
  isNonEmptyString,
  isObjectOf,
  optionChecks,
} from '@oauthplus/core/internal'
import type { OptionChecks } from '@oauthplus/core/internal'

import type { AuthorizeOptions } from '../flows/authorize-options.js'
import type { ExchangeResult } from '../flows/exchange.js'
import type { ConnectFailure } from './connect-failure.js'

/** The result of a successful flow. */
export type Connected = Omit<ExchangeResult, 'setCookie'>

/** The paths of the routes, as the browser sees them. */
export interface ConnectPaths {
  /**
   * Starts a flow. GET shows a page with a button, POST starts the flow. Defaults to `/connect`.
   */
  readonly connect?: string | undefined
  /** The callback. Defaults to the path of the client's `callbackUrl`. */
  readonly callback?: string | undefined
}

/** The options of the connect routes. */
export interface ConnectRoutesOptions<Source> {
  /**
   * Stores the token. Returns the path on this site to redirect to, as a string or a promise. Any
   * other result redirects to `/`. If it rejects, the route rejects too.
   */
  readonly onToken: (connected: Connected, request: Source) => unknown
  /**
   * Receives each failure, so that you can log it. Returns the path of a page on this site to
   * redirect to, as a string or a promise. Any other result shows the default page. If it rejects,
   * the route rejects too.
   */
  readonly onError: (failure: ConnectFailure, request: Source) => unknown
  /**
   * Returns the options of `authorize` for a new flow, such as `{ state: { userId } }`, which
   * `onToken` receives, or `{ parameters: [['scope', 'photos']] }`.
   */
  readonly getAuthorizeOptions?:
    ((request: Source) => AuthorizeOptions | Promise<AuthorizeOptions>) | undefined
  /** The name of the service on the pages. Defaults to `the other service`. */
  readonly serviceName?: string | undefined
  /** The paths of the routes. */
  readonly paths?: ConnectPaths | undefined
}

// Printable ASCII without "?", "#" or backslash. Browsers treat a second slash as the start of a
// host name.
const PATH = /^\/(?!\/)[\x21\x22\x24-\x3e\x40-\x5b\x5d-\x7e]*$/
const isPath = createOptionCheck(
  'a path that begins with exactly one slash, without a query',
  (value) => typeof value === 'string' && PATH.test(value),
)

/**
 * Checks the options.
 *
 * @internal
 */
export const CONNECT_OPTIONS: OptionChecks = optionChecks<ConnectRoutesOptions<never>>({
  required: { onToken: isFunction, onError: isFunction },
  optional: {
    getAuthorizeOptions: isFunction,
    serviceName: isNonEmptyString,
    paths: isObjectOf(
      optionChecks<ConnectPaths>({ required: {}, optional: { connect: isPath, callback: isPath } }),
    ),
  },
})
