import type { KoaContext } from './koa-context.js'

/** Leaves a body that was read where handlers look for it. What a body parser has left there before stays. */
export function leaveBody(request: KoaContext['request'], body: object | undefined): void {
  if (body === undefined || request.rawBody !== undefined || hasContent(request.body)) return
  request.body = body
}

// Of what it does not parse, `@koa/bodyparser` leaves an empty object, and no text.
function hasContent(body: unknown): boolean {
  return typeof body === 'object' && body !== null ? Object.keys(body).length > 0 : Boolean(body)
}
