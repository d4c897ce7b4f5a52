import { OAuthError } from './errors.js'
import { hasFormContentType } from './form-content-type.js'
import type { HeaderList } from './header-list.js'
import { isPlainBody, readBody } from './read-body.js'
import { readLimited } from './read-limited.js'
import type { ReceivedRequest, ReceivedRequestInput } from './received-request.js'
import { toPairs } from './to-pairs.js'
import { toUrlString } from './url-input.js'
import type { WebRequest } from './web-request.js'

/** A received request in the one shape that is verified. @internal */
export interface PlainReceived {
  readonly plain: ReceivedRequest
  /** Reads the body that was not read yet; absent if there is none. */
  readonly readUnread?: (() => Promise<Uint8Array>) | undefined
}

/** Returns whether a request needs no conversion. @internal */
export function isPlainReceived(request: ReceivedRequestInput): request is ReceivedRequest {
  return (
    typeof request.url === 'string' && Array.isArray(request.headers) && isPlainBody(request.body)
  )
}

/**
 * Returns a received request in the one shape that is verified, whatever shape it came in. A body that
 * is a stream is not read, so it cannot be a form.
 *
 * @internal
 */
export function toPlainReceived(
  functionName: string,
  request: ReceivedRequestInput,
): PlainReceived {
  const { method, url, headers: given, body: givenBody } = request
  const headers = toPairs(functionName, 'request.headers', given)
  const { body, isForm, unread } = readBody(functionName, givenBody)
  if (unread !== undefined && hasFormContentType(headers)) throw createUnreadFormError()
  // It may have been read as a form because of a rule that this package does not know.
  if (isForm === true && !hasFormContentType(headers)) {
    throw new OAuthError(
      'parameter_rejected',
      'The body was read as a form, but its Content-Type is not that of one.',
    )
  }
  return {
    plain: { method, url: toUrlString(url), headers, body },
    readUnread: unread === undefined ? undefined : () => Promise.reject(createUnreadHashError()),
  }
}

/**
 * Returns a received `Request` in the one shape that is verified. A form is read from a clone at once,
 * any other body only when it is asked for.
 *
 * @internal
 */
export async function readReceivedWebRequest(
  functionName: string,
  request: WebRequest,
): Promise<PlainReceived> {
  const { method, url } = request
  const headers: HeaderList = toPairs(functionName, 'request.headers', request.headers)
  const read = (): Promise<Uint8Array> => readLimited(functionName, request)
  return hasFormContentType(headers)
    ? { plain: { method, url, headers, body: await read() } }
    : { plain: { method, url, headers }, readUnread: read }
}

function createUnreadFormError(): OAuthError {
  return new OAuthError(
    'parameter_rejected',
    'The body is a form, and was given as a stream, so its parameters cannot be verified.',
  )
}

function createUnreadHashError(): OAuthError {
  return new OAuthError(
    'parameter_rejected',
    'The body was given as a stream, so its oauth_body_hash cannot be verified.',
  )
}
