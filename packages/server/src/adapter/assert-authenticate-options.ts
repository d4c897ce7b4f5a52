import type { AuthenticateOptions } from '../operations/authenticate.js'
import type { Provider } from '../provider.js'
import { findAdapterView } from './find-adapter-view.js'

/**
 * Throws unless a request can be authenticated with the options. An adapter calls it when a route is
 * declared, so that a mistake shows before the first request. The error names `protect`, which is what
 * adapters call the function that takes these options.
 *
 * @example
 *
 * ```ts
 * assertAuthenticateOptions(provider, { scope: 'photos' })
 * ```
 *
 * @param provider The Provider.
 * @param options The options that `provider.authenticate` will receive.
 *
 * @throws `TypeError` when an option is unknown or has a wrong value, or the Provider has no such
 *   scope.
 *
 * @see {@link AuthenticateOptions}
 */
export function assertAuthenticateOptions<User>(
  provider: Provider<User>,
  options: AuthenticateOptions,
): void {
  findAdapterView('assertAuthenticateOptions', provider).assertOptions(options)
}
