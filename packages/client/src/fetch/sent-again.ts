import { redirectRefused } from './redirect.js'

/**
 * A body that a redirect can ask for again.
 *
 * @internal
 */
export interface SentAgain {
  /** Whether there is none, or it can be had again. */
  readonly isRepeatable: boolean
  /**
   * Gives the body; none where there was none. Rejects where it was a stream, which can be sent
   * once only.
   */
  body(): Promise<BodyInit | null>
  /** Lets go of what was kept. */
  release(): void
}

/**
 * Keeps the body of a request for a redirect or a second attempt that asks for it again. Nothing is read before one
 * does; what came inside a `Request` object is kept in memory until then.
 *
 * @internal
 */
export function sentAgain(
  request: Request,
  source: {
    /** The bytes of a form. */
    readonly form: Uint8Array<ArrayBuffer> | undefined
    /** The body that `fetch` was called with. */
    readonly body: BodyInit | null | undefined
  },
): SentAgain {
  if (request.body === null || /^(?:GET|HEAD)$/.test(request.method)) return kept(null)
  if (source.form !== undefined) return kept(source.form)
  if (isStream(source.body)) {
    return {
      isRepeatable: false,
      body: () => Promise.reject(redirectRefused('it asks again for a body that was a stream')),
      release: () => undefined,
    }
  }
  // Encoded again, multipart would get a boundary that its Content-Type does not name.
  const isMultipart = source.body instanceof FormData
  if (source.body !== null && source.body !== undefined && !isMultipart) return kept(source.body)
  const copy = request.clone()
  return {
    isRepeatable: true,
    body: () => copy.arrayBuffer(),
    release: () => {
      // Settles only when the other half has been sent, and nobody waits for that here.
      copy.body?.cancel().catch(() => undefined)
    },
  }
}

/**
 * Tells whether a body can be read once only: a stream, or what Node takes as one.
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

function kept(body: BodyInit | null): SentAgain {
  return { isRepeatable: true, body: () => Promise.resolve(body), release: () => undefined }
}
