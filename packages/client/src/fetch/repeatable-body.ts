import { discardBody } from '../errors/read-body-text.js'
import { createRedirectError } from './create-redirect-error.js'

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
    /** The bytes of the body, if they were read to sign it. */
    readonly bytes: Uint8Array<ArrayBuffer> | undefined
    /** The body that `fetch` was called with. */
    readonly body: BodyInit | null | undefined
  },
): RepeatableBody {
  if (request.body === null) return keepBody(null)
  if (source.bytes !== undefined) return keepBody(source.bytes)
  if (isStream(source.body)) {
    return {
      isRepeatable: false,
      read: () => Promise.reject(createRedirectError('it asks again for a body that was a stream')),
      release: () => undefined,
    }
  }
  // A FormData, too: a copy of the request would keep whole files in memory.
  if (source.body !== undefined) return keepBody(source.body)
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
