import { formatForm, headerValues, OAuthError } from '@oauthplus/core'
import type { HeaderList } from '@oauthplus/core'
import { argumentError, describeValue, hasFormContentType } from '@oauthplus/core/internal'
import type { PlainUnsigned } from '@oauthplus/core/internal'
import type { Dispatcher } from 'undici'

// What undici writes as a string.
const PRIMITIVES: ReadonlySet<string> = new Set(['string', 'number', 'bigint', 'boolean'])

/**
 * Reads a request to undici as it will be sent. A body is read only if it is signed.
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
  // What the server takes for its name is what is signed.
  const [authority = host] = headerValues(headers, 'host')
  return {
    method: options.method,
    url: `${protocol}//${authority}${options.path}${formatQuery(options)}`,
    headers,
    body: hasFormContentType(headers) || sendBodyHash ? readBody(options) : undefined,
  }
}

/**
 * Returns the origin that a request goes to.
 *
 * @internal
 */
export function readOrigin({ origin }: Dispatcher.DispatchOptions): string {
  // A Pool sends to its own origin whatever is asked for, and an interceptor cannot see which.
  if (origin === undefined) {
    throw argumentError(
      'oauthInterceptor: origin must be given; give undici whole URLs, or `origin`',
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
    'The body is signed, so it must be a string or bytes when the interceptor sees it. undici’s fetch hands it over as a stream: use the fetch of a client (createClient) instead.',
  )
}

// As undici writes it: a list repeats its name, and what is not a string, number or boolean is empty.
function formatQuery({ path, query }: Dispatcher.DispatchOptions): string {
  if (query && /[?#]/.test(path))
    throw argumentError('oauthInterceptor: query must not be given if the path has one')
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

// undici takes a list in which names and values alternate, pairs, and an object.
function toPairs(headers: unknown): readonly (readonly [name: unknown, value: unknown])[] {
  if (typeof headers !== 'object' || headers === null) return []
  if (!(Symbol.iterator in headers)) return Object.entries(headers)
  const list = [...(headers as Iterable<unknown>)]
  if (list.every((entry) => Array.isArray(entry))) return list as unknown as [unknown, unknown][]
  return list.flatMap((name, index) => (index % 2 === 0 ? [[name, list[index + 1]] as const] : []))
}
