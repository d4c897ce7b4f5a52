import { expecting } from '@oauthplus/core/internal'
import type { OptionCheck } from '@oauthplus/core/internal'

/**
 * The request that reached the callback, as the platform gives it: a `Request` of the web, a request
 * of Node or Express, or a context of Koa.
 */
export interface CallbackRequest {
  /** The URL, absolute or as it stands in the request line. */
  readonly url?: string | undefined
  /** The URL before a router has shortened it, which Express and Koa keep. */
  readonly originalUrl?: string | undefined
  /** The headers: `Headers`, or a record of Node. */
  readonly headers:
    | {
        /** Gives a header by its name; null if there is none. */
        get(name: string): string | null
      }
    | {
        /** The `Cookie` header. */
        readonly cookie?: string | undefined
      }
}

/**
 * What of a request a callback needs.
 *
 * @internal
 */
export interface ReceivedCallback {
  /** The URL, with its query. */
  readonly url: string | URL
  /** The `Cookie` header; empty where there was none. */
  readonly cookie: string
}

/** A request, or its URL. */
export const isCallbackSource: OptionCheck = expecting(
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
  // A record holds whatever headers a browser sends, one named "get" too.
  const cookie: unknown =
    'get' in headers && typeof headers.get === 'function'
      ? headers.get('cookie')
      : Reflect.get(headers, 'cookie')
  return { url: originalUrl ?? url, cookie: typeof cookie === 'string' ? cookie : '' }
}

function isRequest(value: unknown): value is CallbackRequest {
  if (typeof value !== 'object' || value === null || !('headers' in value)) return false
  const { headers } = value
  const url: unknown = Reflect.get(value, 'originalUrl') ?? Reflect.get(value, 'url')
  return typeof url === 'string' && typeof headers === 'object' && headers !== null
}
