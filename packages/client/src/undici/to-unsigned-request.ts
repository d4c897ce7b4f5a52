import { formatForm, headerValues, OAuthError } from '@oauthplus/core'
import type { HeaderList } from '@oauthplus/core'
import { argumentError, describeValue, hasFormContentType } from '@oauthplus/core/internal'
import type { PlainUnsigned } from '@oauthplus/core/internal'
import type { Dispatcher } from 'undici'

// The types that undici writes as strings.
const PRIMITIVES: ReadonlySet<string> = new Set(['string', 'number', 'bigint', 'boolean'])

/**
 * Reads an undici request as it will be sent. Reads the body only if it is signed.
 *
 * @internal
 */
export function toUnsignedRequest(
  options: Dispatcher.DispatchOptions,
  { sendBodyHash }: { readonly sendBodyHash: boolean },
): PlainUnsigned & { readonly url: string; readonly headers: HeaderList } {
  if (!options.path.startsWith('/'))
    throw argumentError('oauthInterceptor: path must begin with a slash')
  const headers = listHeaders(options.headers)
  const { protocol, host } = new URL(readOrigin(options))
  // The Host header is the authority for the server, so it is signed.
  const [authority = host] = headerValues(headers, 'host')
  return {
    method: options.method,
    url: `${protocol}//${authority}${options.path}${formatQuery(options)}`,
    headers,
    body: hasFormContentType(headers) || sendBodyHash ? readBody(options) : undefined,
  }
}

/**
 * Returns the origin that a request is sent to.
 *
 * @internal
 */
export function readOrigin({ origin }: Dispatcher.DispatchOptions): string {
  // A Pool sends to its own origin even if the request has another one, and an interceptor cannot see
  // which.
  if (origin === undefined) {
    throw argumentError(
      'oauthInterceptor: origin is required; pass absolute URLs or `origin` to undici',
      'ERR_INVALID_ARG_TYPE',
    )
  }
  return new URL(origin).origin
}

function readBody({ body }: Dispatcher.DispatchOptions): string | Uint8Array | undefined {
  if (body === null || body === undefined) return undefined
  if (typeof body === 'string') return body
  if (body instanceof Uint8Array) return body
  throw new OAuthError(
    'body_unreadable',
    'A signed body must be a string or bytes when the interceptor sees it. undici’s fetch passes it as a stream: use the fetch of a client (createClient) instead.',
  )
}

// Same as undici: an array repeats its name, and values that are not strings, numbers or booleans
// are empty.
function formatQuery({ path, query }: Dispatcher.DispatchOptions): string {
  if (query && /[?#]/.test(path))
    throw argumentError('oauthInterceptor: query must be omitted if the path has one')
  const pairs = Object.entries((query ?? {}) as Readonly<Record<string, unknown>>).flatMap(
    ([name, value]) =>
      (Array.isArray(value) ? (value as readonly unknown[]) : [value]).map(
        (one): [string, string] => [name, toQueryValue(one)],
      ),
  )
  return pairs.length === 0 ? '' : `?${formatForm(pairs)}`
}

function toQueryValue(value: unknown): string {
  return PRIMITIVES.has(typeof value) ? String(value) : ''
}

function listHeaders(headers: Dispatcher.DispatchOptions['headers']): HeaderList {
  return toPairs(headers).flatMap(([name, value]) =>
    (Array.isArray(value) ? (value as readonly unknown[]) : [value])
      .filter((one) => one !== undefined)
      .map((one): [string, string] => [toHeaderText(name), one === null ? '' : toHeaderText(one)]),
  )
}

function toHeaderText(value: unknown): string {
  if (PRIMITIVES.has(typeof value)) return String(value)
  throw argumentError(
    `oauthInterceptor: headers must have strings, numbers or booleans as values, received ${describeValue(value)}`,
    'ERR_INVALID_ARG_TYPE',
  )
}

// undici accepts an array of alternating names and values, pairs, or an object.
function toPairs(headers: unknown): readonly (readonly [name: unknown, value: unknown])[] {
  if (typeof headers !== 'object' || headers === null) return []
  if (!(Symbol.iterator in headers)) return Object.entries(headers)
  const list = [...(headers as Iterable<unknown>)]
  if (list.every((entry) => Array.isArray(entry))) return list as unknown as [unknown, unknown][]
  return list.flatMap((name, index) => (index % 2 === 0 ? [[name, list[index + 1]] as const] : []))
}
