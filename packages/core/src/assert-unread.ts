import { argumentError } from './argument-error.js'
import type { WebRequest } from './web-request.js'

/**
 * Makes sure that the body of a `Request` can be read: nobody has read it or reads it.
 *
 * @param functionName The function that was called.
 * @param request The `Request`.
 * @param operation The call that the message advises to make earlier.
 *
 * @internal
 */
export function assertUnread(functionName: string, request: WebRequest, operation: string): void {
  const body = request.body as { readonly locked?: boolean } | null | undefined
  if (!request.bodyUsed && body?.locked !== true) return
  throw argumentError(
    `${functionName}: request is a Request whose body has been read already. ${operation} it before, or give an object with its method, url, headers and body`,
  )
}
