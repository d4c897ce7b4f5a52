import type { ProviderResponse } from '@oauthplus/server'
import { writeHeaders } from '@oauthplus/server/adapter'
import type { HeaderAccess } from '@oauthplus/server/adapter'

import type { KoaContext } from './koa-context.js'

/** Writes a neutral response to Koa's own, so that earlier middleware sees it. */
export function writeResponse(context: KoaContext, response: ProviderResponse): void {
  context.status = response.status
  context.body = response.body
  // Koa has derived it from the body.
  context.remove('Content-Type')
  writeHeaders(toHeaderAccess(context), response)
}

/** Returns the headers of a response in the form of Node's own responses. */
export function toHeaderAccess(context: KoaContext): HeaderAccess {
  return {
    getHeader: (name) => context.response.get(name),
    setHeader(name, value) {
      context.set(name, value)
    },
  }
}
