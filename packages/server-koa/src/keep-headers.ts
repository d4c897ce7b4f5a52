import type { ProviderResponse } from '@oauthplus/server'
import { addHeaders } from '@oauthplus/server/adapter'

import type { KoaContext } from './koa-context.js'

/**
 * Adds headers once more when the response is sent. Koa removes all headers of the response if a
 * handler throws, and sends those of the error, which may be frozen or shared by requests: it is left
 * as it is. Headers that the response has by then, such as those of the error, stay; their `Vary` is
 * extended.
 */
export function keepHeaders(
  response: KoaContext['res'],
  added: Pick<ProviderResponse, 'headers'>,
): void {
  const { writeHead } = response
  response.writeHead = (...values) => {
    addHeaders(response, added)
    return writeHead.apply(response, values)
  }
}
