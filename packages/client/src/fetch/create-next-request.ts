import { isBodiless } from './is-bodiless.js'
import type { RepeatableBody } from './repeatable-body.js'

// Fetch standard, HTTP-redirect fetch: what belongs to a body, and what must not follow to another
// origin.
const BODY_HEADERS = ['content-encoding', 'content-language', 'content-location', 'content-type']
const CREDENTIAL_HEADERS = ['cookie', 'proxy-authorization']

/**
 * Returns whether a redirect turns a request into a GET without a body.
 *
 * @internal
 */
export function isChangedToGet(status: number, method: string): boolean {
  return status === 303
    ? method !== 'GET' && method !== 'HEAD'
    : (status === 301 || status === 302) && method === 'POST'
}

/**
 * Creates the request that a redirect asks for, as the platform's `fetch` would, without a signature.
 *
 * @internal
 */
export async function createNextRequest(
  target: URL,
  redirected: {
    readonly request: Request
    readonly status: number
    /** What `fetch` was called with, for what a platform knows beyond the standard. */
    readonly init: RequestInit | undefined
    readonly repeatable: RepeatableBody
  },
): Promise<Request> {
  const { request, status, init, repeatable } = redirected
  const isGet = isChangedToGet(status, request.method)
  const hasBody = !isGet && !isBodiless(request)
  const headers = new Headers(request.headers)
  // The signature fits the request that it was made for only.
  headers.delete('authorization')
  if (target.origin !== new URL(request.url).origin) {
    for (const name of CREDENTIAL_HEADERS) headers.delete(name)
  }
  if (isGet) for (const name of BODY_HEADERS) headers.delete(name)
  const body = hasBody ? await repeatable.read() : null
  // Encoded again, it has another boundary.
  if (body instanceof FormData) headers.delete('content-type')
  return new Request(target, {
    ...init,
    method: isGet ? 'GET' : request.method,
    headers,
    body,
    redirect: request.redirect,
  })
}
