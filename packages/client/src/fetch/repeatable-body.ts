import { discardBody } from '../errors/read-body-text.js'
import { createRedirectError } from './redirect.js'

/**
 * A body that a redirect can ask for again.
 *
 * @internal
 */
export interface RepeatableBody {
  /** Whether there is none, or it can be had again. */
  readonly isRepeatable: boolean
  /**
   * Returns the body; none if there was none. Rejects if it was a stream, which can be sent
   * once only.
   */
  read(): Promise<BodyInit | null>
  /** Lets go of what was kept. */
  release(): void
}

/**
 * Keeps the body of a request for a redirect or a second attempt that asks for it again. Nothing is read before one
 * does; what came inside a `Request` object is kept in memory until then.
 *
 * @internal
 */
export function createRepeatableBody(
  request: Request,
  source: {
    /** The bytes of a form. */
    readonly form: Uint8Array<ArrayBuffer> | undefined
    /** The body that `fetch` was called with. */
    readonly body: BodyInit | null | undefined
  },
): RepeatableBody {
  if (request.body === null) return keepBody(null)
  if (source.form !== undefined) return keepBody(source.form)
  if (isStream(source.body)) {
    return {
      isRepeatable: false,
      read: () => Promise.reject(createRedirectError('it asks again for a body that was a stream')),
      release: () => undefined,
    }
  }
  // Encoded again, multipart would get a boundary that its Content-Type does not name.
  const isMultipart = source.body instanceof FormData
  if (source.body !== undefined && !isMultipart) return keepBody(source.body)
  const copy = request.clone()
  return {
    isRepeatable: true,
    read: () => copy.arrayBuffer(),
    release: () => {
      // Settles only when the other half has been sent, and nobody waits for that here.
      void discardBody(copy)
    },
  }
}

/**
 * Returns whether a body can be read once only: a stream, or what Node takes as one.
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
