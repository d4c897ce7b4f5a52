import { argumentError } from './argument-error.js'
import { assertUnread } from './assert-unread.js'
import { getClassName } from './get-class-name.js'
import { describeValue } from './describe-value.js'
import { hasFormContentType } from './form-content-type.js'
import type { HeaderList } from './header-list.js'
import { findHeaderValues } from './find-header-values.js'
import { isPlainBody, readBody } from './read-body.js'
import type { SignRequestOptions, UnsignedRequest } from './signing.js'
import { toPairs } from './to-pairs.js'
import type { UrlInput } from './url-input.js'
import type { WebRequest } from './web-request.js'

const FORM = 'application/x-www-form-urlencoded'

/** A request before it is signed, in the one shape that is signed. @internal */
export interface PlainUnsigned {
  readonly method: string
  readonly url: UrlInput
  readonly headers?: HeaderList | undefined
  readonly body?: string | Uint8Array | null | undefined
  /** A body that is sent without being read. */
  readonly unread?: object | undefined
}

/** Returns whether a request needs no conversion. @internal */
export function isPlainUnsigned(request: UnsignedRequest<object>): request is PlainUnsigned {
  const { headers, body } = request
  return (headers === undefined || Array.isArray(headers)) && isPlainBody(body)
}

/**
 * Reads a `Request`, its body from a clone.
 *
 * @internal
 */
export async function readUnsignedWebRequest(request: WebRequest): Promise<PlainUnsigned> {
  const { method, url, headers } = request
  assertUnread('signRequest', request, 'Sign')
  const isBodiless = method === 'GET' || method === 'HEAD'
  const bytes = isBodiless ? undefined : new Uint8Array(await request.clone().arrayBuffer())
  return {
    method,
    url,
    headers: toPairs('signRequest', 'request.headers', headers),
    body: bytes?.length === 0 ? undefined : bytes,
  }
}

/**
 * Returns a request in the one shape that is signed.
 *
 * @internal
 */
export function toPlainUnsigned(
  { method, url, headers: given = [], body: givenBody }: UnsignedRequest<object>,
  options: SignRequestOptions,
): PlainUnsigned {
  const headers = toPairs('signRequest', 'request.headers', given)
  const { body, isForm, unread } = readBody('signRequest', givenBody)
  if (unread !== undefined) assertUnsignable(unread, headers, options)
  return {
    method,
    url,
    headers: isForm === true ? withFormType(headers) : headers,
    body,
    unread,
  }
}

function withFormType(headers: HeaderList): HeaderList {
  if (findHeaderValues(headers, 'content-type').length === 0) {
    return [...headers, ['Content-Type', FORM]]
  }
  if (hasFormContentType(headers)) return headers
  throw argumentError(
    'signRequest: request.headers must not contain a Content-Type other than that of a form if request.body is URLSearchParams. Remove it, or give the body as a string',
  )
}

// A body that cannot be read cannot be signed, so every option that needs its bytes is refused.
function assertUnsignable(
  body: object,
  headers: HeaderList,
  { sendBodyHash, transmission }: SignRequestOptions,
): void {
  const received = `received ${describeValue(body)}`
  const isBlob = getClassName(body) === 'Blob' || getClassName(body) === 'File'
  // fetch sends the type of a Blob if there is no other.
  const sent: HeaderList = isBlob ? [['content-type', (body as Blob).type]] : []
  const hasType = findHeaderValues(headers, 'content-type').length > 0
  if (transmission === 'body' || hasFormContentType(hasType ? headers : sent)) {
    throw argumentError(
      `signRequest: request.body must be a string, bytes or URLSearchParams if it is a form, whose parameters are signed, ${received}`,
    )
  }
  if (sendBodyHash === true) {
    throw argumentError(
      `signRequest: sendBodyHash needs a request.body that is a string or bytes, ${received}. Read it first, or give oauth_body_hash in parameters`,
    )
  }
}
