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
  'an undici dispatcher',
  optionChecks<Pick<Dispatcher, 'dispatch'>>({ required: { dispatch: isFunction }, optional: {} }),
)

/**
 * Creates a `fetch` that sends through an undici dispatcher: a proxy, a pool, or one with limits or
 * certificates. It uses Node's own `fetch`, so it accepts the platform's `Request` and `FormData`,
 * unlike the `fetch` that undici exports.
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
 * @returns The `fetch`. Pass it as a client's option `fetch`.
 *
 * @throws `TypeError` when the runtime is not Node. Other runtimes ignore the dispatcher, and would
 *   bypass the proxy.
 *
 * @see [undici, Dispatcher](https://undici.nodejs.org/#/docs/api/Dispatcher)
 */
export function dispatcherFetch(dispatcher: Dispatcher): FetchFunction {
  assertArgument('dispatcherFetch', { dispatcher }, isDispatcher)
  if ('Bun' in globalThis || 'Deno' in globalThis || !('process' in globalThis)) {
    throw argumentError(
      "dispatcherFetch: requires Node, because only Node's fetch supports dispatchers",
    )
  }
  // The platform's types come from another copy of undici.
  return (input, init) => fetch(input, { ...init, dispatcher } as RequestInit)
}
