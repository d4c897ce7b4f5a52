import {
  argumentError,
  assertArgument,
  isFunction,
  isRecordWith,
  optionChecks,
} from '@oauthplus/core/internal'
import type { Dispatcher } from 'undici'

import type { FetchFunction } from '../settings/fetch-function.js'

const isDispatcher = isRecordWith(
  'a dispatcher of undici',
  optionChecks<Pick<Dispatcher, 'dispatch'>>({ required: { dispatch: isFunction }, optional: {} }),
)

/**
 * Creates a `fetch` that sends through a dispatcher of undici: a proxy, a pool, one with limits or
 * certificates of its own. It is Node's own `fetch`, so that it takes the `Request` and `FormData`
 * of the platform as they are, which the one that undici exports does not.
 *
 * @example
 *
 * ```ts
 * import { ProxyAgent } from 'undici'
 *
 * const client = createClient({
 *   provider,
 *   consumer,
 *   fetch: dispatcherFetch(new ProxyAgent('http://proxy.example:3128')),
 * })
 * ```
 *
 * @param dispatcher The dispatcher.
 *
 * @returns The `fetch`, for the option `fetch` of a client.
 *
 * @throws `TypeError` when this is not Node: other runtimes ignore the dispatcher, and would send
 *   past the proxy.
 *
 * @see [undici, Dispatcher](https://undici.nodejs.org/#/docs/api/Dispatcher)
 */
export function dispatcherFetch(dispatcher: Dispatcher): FetchFunction {
  assertArgument('dispatcherFetch', { dispatcher }, isDispatcher)
  if ('Bun' in globalThis || 'Deno' in globalThis || !('process' in globalThis)) {
    throw argumentError(
      'dispatcherFetch: it needs Node, because only its fetch sends through dispatchers',
    )
  }
  // The platform's types know another copy of undici.
  return (input, init) => fetch(input, { ...init, dispatcher } as RequestInit)
}
