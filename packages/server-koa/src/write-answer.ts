import type { ProviderResponse } from '@oauthplus/server'
import { writeHeaders } from '@oauthplus/server/adapter'
import type { HeaderAccess } from '@oauthplus/server/adapter'

import type { KoaContext } from './koa-context.js'

/** Writes a neutral answer with Koa's own, so that middleware before it sees what it was. */
export function writeAnswer(context: KoaContext, answer: ProviderResponse): void {
  context.status = answer.status
  context.body = answer.body
  // Koa has guessed it from the body.
  context.remove('Content-Type')
  writeHeaders(headersOf(context), answer)
}

/** Gives the headers of an answer as Node's own answers have them. */
export function headersOf(context: KoaContext): HeaderAccess {
  return {
    getHeader: (name) => context.response.get(name),
    setHeader(name, value) {
      context.set(name, value)
    },
  }
}
