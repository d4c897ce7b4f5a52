import { headerValues } from '@oauthplus/core'
import type { HeadersInput } from '@oauthplus/core'
import { createOptionCheck, isPairsInput, toPairs } from '@oauthplus/core/internal'
import type { OptionCheck } from '@oauthplus/core/internal'

/**
 * The request to the callback, as the platform provides it: a web `Request`, a request of Node or
 * Express, or a Koa context.
 */
export interface CallbackRequest {
  /** The URL, absolute or as in the request line. */
  readonly url?: string | undefined
  /** The URL before a router shortened it. Express and Koa keep it here. */
  readonly originalUrl?: string | undefined
  /** The headers: `Headers`, a record as in Node, or pairs. */
  readonly headers:
    | {
        /** Returns a header by name, or null if it is missing. */
        get(name: string): string | null
      }
    | HeadersInput
}

/**
 * The parts of a request that a callback needs.
 *
 * @internal
 */
export interface ReceivedCallback {
  /** The URL, with its query. */
  readonly url: string | URL
  /** The `Cookie` header, or an empty string. */
  readonly cookie: string
}

/** A request, or its URL. */
export const isCallbackSource: OptionCheck = createOptionCheck(
  'a Request, a request of Node or Express, a Koa context, or a URL (a string or URL object, with { cookie })',
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
  // RFC 9113, section 8.2.3: HTTP/2 may split cookies into several headers.
  return headerValues(toPairs('callback', 'request.headers', headers), 'cookie').join('; ')
}

// A browser can also send a header called "get".
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
