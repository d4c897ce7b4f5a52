import { headerValues } from '@oauthplus/core'
import type { HeadersInput } from '@oauthplus/core'
import { createOptionCheck, isPairsInput, toPairs } from '@oauthplus/core/internal'
import type { OptionCheck } from '@oauthplus/core/internal'

/**
 * The request that reached the callback, as the platform gives it: a `Request` of the web, a request
 * of Node or Express, or a context of Koa.
 */
export interface CallbackRequest {
  /** The URL, absolute or as it is in the request line. */
  readonly url?: string | undefined
  /** The URL before a router has shortened it, which Express and Koa keep. */
  readonly originalUrl?: string | undefined
  /** The headers: `Headers`, a record such as Node's, or pairs. */
  readonly headers:
    | {
        /** Returns a header by its name; null if there is none. */
        get(name: string): string | null
      }
    | HeadersInput
}

/**
 * What of a request a callback needs.
 *
 * @internal
 */
export interface ReceivedCallback {
  /** The URL, with its query. */
  readonly url: string | URL
  /** The `Cookie` header; empty if there was none. */
  readonly cookie: string
}

/** A request, or its URL. */
export const isCallbackSource: OptionCheck = createOptionCheck(
  'a Request, a request of Node or Express, a context of Koa, or a URL (a string or URL object, with { cookie })',
  (value) => typeof value === 'string' || value instanceof URL || isRequest(value),
)

/**
 * Reads the URL and the `Cookie` header of a request.
 *
 * @internal
 */
export function readCallbackRequest(request: CallbackRequest): ReceivedCallback {
  const { url = '', originalUrl, headers } = request
  return { url: originalUrl ?? url, cookie: readCookie(headers) }
}

function readCookie(headers: CallbackRequest['headers']): string {
  if (hasGet(headers)) {
    const cookie: unknown = headers.get('cookie')
    return typeof cookie === 'string' ? cookie : ''
  }
  // RFC 9113, section 8.2.3: HTTP/2 may send a cookie per header.
  return headerValues(toPairs('callback', 'request.headers', headers), 'cookie').join('; ')
}

// A record contains whatever headers a browser sends, one named "get" too.
function hasGet(headers: object): headers is { get(name: string): string | null } {
  return 'get' in headers && typeof headers.get === 'function'
}

function isRequest(value: unknown): value is CallbackRequest {
  if (typeof value !== 'object' || value === null || !('headers' in value)) return false
  const { headers } = value
  const url: unknown = Reflect.get(value, 'originalUrl') ?? Reflect.get(value, 'url')
  if (typeof url !== 'string' || typeof headers !== 'object' || headers === null) return false
  return hasGet(headers) || isPairsInput(headers) === undefined
}
