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

/** What a flow has ended with. */
export type Connected = Omit<ExchangeResult, 'setCookie'>

/** The paths of the routes, as browsers see them. */
export interface ConnectPaths {
  /** Where a flow starts: a button on GET, the start itself on POST. `/connect` by default. */
  readonly connect?: string | undefined
  /** Where the user comes back. The path of the client's `callbackUrl` by default. */
  readonly callback?: string | undefined
}

/** What the routes need of the application. */
export interface ConnectRoutesOptions<Source> {
  /**
   * Keeps the token. Returns the path of this site to go to, as a string or a promise; anything else
   * leads to `/`. If it rejects, so do the routes.
   */
  readonly onToken: (connected: Connected, request: Source) => unknown
  /**
   * Learns of each failure, to log it. Returns the path of a page of this site to go to, as a string
   * or a promise; anything else shows the default page. If it rejects, so do the routes.
   */
  readonly onError: (failure: ConnectFailure, request: Source) => unknown
  /**
   * Returns what each flow starts with, such as `{ state: { userId } }`, which `onToken` gets back, or
   * `{ parameters: [['scope', 'photos']] }`.
   */
  readonly getAuthorizeOptions?:
    ((request: Source) => AuthorizeOptions | Promise<AuthorizeOptions>) | undefined
  /** What the pages call the service. `the other service` by default. */
  readonly serviceName?: string | undefined
  /** The paths of the routes. */
  readonly paths?: ConnectPaths | undefined
}

// Printable ASCII without a question mark, "#" or backslash. Browsers read a second slash as the
// beginning of another host.
const PATH = /^\/(?!\/)[\x21\x22\x24-\x3e\x40-\x5b\x5d-\x7e]*$/
const isPath = createOptionCheck(
  'a path that begins with exactly one slash, as it is in a request line, without a query',
  (value) => typeof value === 'string' && PATH.test(value),
)

/**
 * The checks of the options.
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
