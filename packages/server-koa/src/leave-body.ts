import type { KoaContext } from './koa-context.js'

/** Leaves a form where handlers look for it. What a body parser has left there before stays. */
export function leaveBody(request: KoaContext['request'], form: object | undefined): void {
  if (form === undefined || request.rawBody !== undefined || hasContent(request.body)) return
  request.body = form
}

// Of what it does not parse, `@koa/bodyparser` leaves an empty object, and no text.
function hasContent(body: unknown): boolean {
  return typeof body === 'object' && body !== null ? Object.keys(body).length > 0 : Boolean(body)
}
