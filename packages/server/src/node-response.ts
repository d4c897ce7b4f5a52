import type { ProviderResponse } from './response.js'

/** What a Provider needs of Node's `ServerResponse`. */
export interface NodeResponse {
  /** The HTTP status. */
  statusCode: number
  /** Sets a header. */
  setHeader(name: string, value: string | readonly string[]): unknown
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
  response.statusCode = answer.status
  for (const [name, value] of answer.headers) response.setHeader(name, value)
  response.setHeader('Content-Length', String(new TextEncoder().encode(answer.body).length))
  response.end(answer.body)
}
