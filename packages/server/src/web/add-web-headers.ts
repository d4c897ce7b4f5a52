import { assertArgument } from '@oauthplus/core/internal'

import type { HeaderAccess } from '../adapter/header-access.js'
import { isHeaderList } from '../adapter/response-checks.js'
import { addHeaders } from '../adapter/write-headers.js'
import type { ProviderResponse } from '../response.js'
import { isHeaders, isWebMessage } from './web-checks.js'

/**
 * Makes the headers of a `Response` readable and writable for `writeHeaders` and `addToHeader`.
 *
 * @example
 *
 * ```ts
 * const { headers } = new Response('photos')
 * addToHeader(createHeaderAccess(headers), 'Vary', 'Authorization')
 * ```
 *
 * @param headers The headers.
 *
 * @returns Access to them. Setting one throws the error of the platform if they cannot be changed.
 *
 * @see [Headers](https://fetch.spec.whatwg.org/#headers-class)
 */
export function createHeaderAccess(headers: Headers): HeaderAccess {
  assertArgument('createHeaderAccess', { headers }, isHeaders)
  return {
    getHeader: (name) => headers.get(name) ?? undefined,
    setHeader(name, value) {
      headers.set(name, value)
    },
  }
}

/**
 * Adds headers to the `Response` of a handler, whose own stay.
 *
 * @example
 *
 * ```ts
 * if (result.ok) addWebHeaders(new Response('photos'), result)
 * ```
 *
 * @param response The `Response`.
 * @param added The neutral response with the headers to add.
 *
 * @returns The same `Response`, or a copy if its headers cannot be changed, as those of `fetch()`: to
 *   some platforms a copy is not the same, such as for a `Response` that opens a WebSocket.
 *
 * @see [Headers guard](https://fetch.spec.whatwg.org/#concept-headers-guard)
 */
export function addWebHeaders(
  response: Response,
  added: Pick<ProviderResponse, 'headers'>,
): Response {
  assertArgument('addWebHeaders', { response }, isWebMessage('a Response'))
  assertArgument('addWebHeaders', { added }, isHeaderList)
  try {
    addHeaders(createHeaderAccess(response.headers), added)
    return response
  } catch {
    const copy = new Response(response.body, response)
    addHeaders(createHeaderAccess(copy.headers), added)
    return copy
  }
}
