import type { ExpressRequest } from './express-request.js'

/**
 * Leaves a form where handlers look for it, and keeps body parsers from waiting for it. What a body
 * parser has left there before stays.
 */
export function leaveBody(request: ExpressRequest, form: object | undefined): void {
  // body-parser 1, of Express 4, marks what it has read; body-parser 2 sees that the stream has
  // ended.
  const marked = request as ExpressRequest & { _body?: boolean }
  if (form === undefined || marked._body === true || hasContent(request.body)) return
  request.body = form
  marked._body = true
}

// Bytes are not parsed yet: serverless platforms leave them, in place of the form that is documented.
function hasContent(body: unknown): boolean {
  if (typeof body !== 'object' || body === null || body instanceof Uint8Array) return false
  return Object.keys(body).length > 0
}
