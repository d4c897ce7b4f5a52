import { assertArgument } from '@oauthplus/core/internal'

import { isHeaderAccess } from '../adapter/header-access.js'
import type { HeaderAccess } from '../adapter/header-access.js'
import { isProviderResponse } from '../adapter/response-checks.js'
import { writeHeaders } from '../adapter/write-headers.js'
import type { ProviderResponse } from '../response.js'

/** The members of Node's `ServerResponse` that a provider uses. */
export interface NodeResponse extends HeaderAccess {
  /** The HTTP status. */
  statusCode: number
  /** Sends the body and ends. Node itself sends none to HEAD. */
  end(body: string): unknown
}

/**
 * Writes a neutral response to Node's own.
 *
 * @example
 *
 * ```ts
 * if (!result.ok) writeNodeResponse(response, result.response)
 * ```
 *
 * @param target The response to write to, of which nothing must have been sent.
 * @param response The neutral response.
 *
 * @see [ServerResponse](https://nodejs.org/api/http.html#class-httpserverresponse)
 */
export function writeNodeResponse(target: NodeResponse, response: ProviderResponse): void {
  assertArgument('writeNodeResponse', { target }, isHeaderAccess)
  assertArgument('writeNodeResponse', { response }, isProviderResponse)
  target.statusCode = response.status
  writeHeaders(target, response)
  target.setHeader('Content-Length', String(new TextEncoder().encode(response.body).length))
  target.end(response.body)
}
