import { isBodiless } from './is-bodiless.js'
import type { RepeatableBody } from './repeatable-body.js'

// Fetch standard, HTTP-redirect fetch: headers that describe a body, and headers that must not be
// sent to another origin.
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
 * Creates the unsigned request for a redirect, as the platform's `fetch` would.
 *
 * @internal
 */
export async function createNextRequest(
  target: URL,
  redirected: {
    readonly request: Request
    readonly status: number
    /** The arguments of `fetch`, which may contain platform-specific properties. */
    readonly init: RequestInit | undefined
    readonly repeatable: RepeatableBody
  },
): Promise<Request> {
  const { request, status, init, repeatable } = redirected
  const isGet = isChangedToGet(status, request.method)
  const hasBody = !isGet && !isBodiless(request)
  const headers = new Headers(request.headers)
  // A signature is valid only for its own request.
  headers.delete('authorization')
  if (target.origin !== new URL(request.url).origin) {
    for (const name of CREDENTIAL_HEADERS) headers.delete(name)
  }
  if (isGet) for (const name of BODY_HEADERS) headers.delete(name)
  const body = hasBody ? await repeatable.read() : null
  // Encoding the form again produces another boundary.
  if (body instanceof FormData) headers.delete('content-type')
  return new Request(target, {
    ...init,
    method: isGet ? 'GET' : request.method,
    headers,
    body,
    redirect: request.redirect,
  })
}
