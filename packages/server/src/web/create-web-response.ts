import { assertArgument } from '@oauthplus/core/internal'

import { isProviderResponse } from '../adapter/response-checks.js'
import type { ProviderResponse } from '../response.js'

/**
 * Creates the `Response` of a neutral response.
 *
 * @example
 *
 * ```ts
 * const refusal = result.ok ? undefined : createWebResponse(result.response)
 * ```
 *
 * @param response The neutral response.
 *
 * @returns The `Response`.
 *
 * @see [Response](https://fetch.spec.whatwg.org/#response-class)
 */
export function createWebResponse(response: ProviderResponse): Response {
  assertArgument('createWebResponse', { response }, isProviderResponse)
  const { status, headers, body } = response
  // Of an empty string, a platform would make a type of content.
  return new Response(body === '' ? null : body, {
    status,
    headers: headers.map(([name, value]): [string, string] => [name, value]),
  })
}
