import { discardBody } from '../errors/read-body-text.js'
import { createRedirectError } from './create-redirect-error.js'

/**
 * A body that can be sent again for a redirect.
 *
 * @internal
 */
export interface RepeatableBody {
  /** Whether there is no body, or it can be sent again. */
  readonly isRepeatable: boolean
  /**
   * Returns the body, or `undefined` if there was none. Rejects for a stream, which can be sent
   * only once.
   */
  read(): Promise<BodyInit | null>
  /** Discards the retained body. */
  release(): void
}

/**
 * Retains the body of a request for a redirect or a second attempt. The body is read only on
 * demand. A body inside a `Request` object stays in memory until then.
 *
 * @internal
 */
export function createRepeatableBody(
  request: Request,
  source: {
    /** The bytes of the body, if it was read for signing. */
    readonly bytes: Uint8Array<ArrayBuffer> | undefined
    /** The body that was passed to `fetch`. */
    readonly body: BodyInit | null | undefined
  },
): RepeatableBody {
  if (request.body === null) return keepBody(null)
  if (source.bytes !== undefined) return keepBody(source.bytes)
  if (isStream(source.body)) {
    return {
      isRepeatable: false,
      read: () =>
        Promise.reject(createRedirectError('the body was a stream, which cannot be sent again')),
      release: () => undefined,
    }
  }
  // Also applies to FormData: a copy of the request would keep whole files in memory.
  if (source.body !== undefined) return keepBody(source.body)
  const copy = request.clone()
  return {
    isRepeatable: true,
    read: () => copy.arrayBuffer(),
    release: () => {
      // Settles only after the other half is sent, so it is not awaited.
      void discardBody(copy)
    },
  }
}

/**
 * Returns whether a body can be read only once: a stream, or another type that Node sends as one.
 *
 * @internal
 */
export function isStream(body: unknown): boolean {
  return (
    typeof body === 'object' &&
    body !== null &&
    ('getReader' in body || Symbol.asyncIterator in body)
  )
}

function keepBody(body: BodyInit | null): RepeatableBody {
  return { isRepeatable: true, read: () => Promise.resolve(body), release: () => undefined }
}
