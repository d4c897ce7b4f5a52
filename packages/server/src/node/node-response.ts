import { assertArgument } from '@oauthplus/core/internal'

import { isHeaderAccess } from '../adapter/header-access.js'
import type { HeaderAccess } from '../adapter/header-access.js'
import { isProviderResponse } from '../adapter/response-checks.js'
import { writeHeaders } from '../adapter/write-headers.js'
import type { ProviderResponse } from '../response.js'

/** What a Provider needs of Node's `ServerResponse`. */
export interface NodeResponse extends HeaderAccess {
  /** The HTTP status. */
  statusCode: number
  /** Sends the body and ends. Node itself sends none to HEAD. */
  end(body: string): unknown
}

/**
 * Writes a neutral answer with Node's own.
 *
 * @example
 *
 * ```ts
 * if (!result.ok) writeNodeResponse(response, result.response)
 * ```
 *
 * @param response The answer to write; nothing of it must have been sent.
 * @param answer The neutral answer.
 *
 * @see [ServerResponse](https://nodejs.org/api/http.html#class-httpserverresponse)
 */
export function writeNodeResponse(response: NodeResponse, answer: ProviderResponse): void {
  assertArgument('writeNodeResponse', { response }, isHeaderAccess)
  assertArgument('writeNodeResponse', { answer }, isProviderResponse)
  response.statusCode = answer.status
  writeHeaders(response, answer)
  response.setHeader('Content-Length', String(new TextEncoder().encode(answer.body).length))
  response.end(answer.body)
}
