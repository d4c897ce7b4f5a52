import { argumentError } from '@oauthplus/core/internal'

/**
 * Throws a `TypeError` if `protect` was given as a handler: the framework then calls it with a request,
 * which would never get a response.
 */
export function assertCalled(received: readonly unknown[]): void {
  if (received.length <= 1 && !isWebRequest(received[0])) return
  throw argumentError(
    'protect: it was called with a request, because it was given as a handler; write protect() instead of protect',
  )
}

// Some platforms pass nothing after the request.
function isWebRequest(value: unknown): boolean {
  return typeof (value as Partial<Request> | null | undefined)?.headers?.get === 'function'
}
