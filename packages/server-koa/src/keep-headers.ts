import type { ProviderResponse } from '@oauthplus/server'
import { addToHeader } from '@oauthplus/server/adapter'

import type { KoaContext } from './koa-context.js'

/**
 * Sets headers once more when the response is sent. Koa removes all headers of the response if a
 * handler throws, and sends those of the error, which may be frozen or shared by requests: it is left
 * as it is. Headers that the response has by then, such as those of the error, stay; their `Vary` is
 * extended.
 */
export function keepHeaders(
  response: KoaContext['res'],
  headers: ProviderResponse['headers'],
): void {
  const { writeHead } = response
  response.writeHead = (...values) => {
    for (const [name, value] of headers) {
      if (name === 'Vary') addToHeader(response, name, value)
      else if (!response.hasHeader(name)) response.setHeader(name, value)
    }
    return writeHead.apply(response, values)
  }
}
