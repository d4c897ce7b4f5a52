import { OAuthError } from '@oauthplus/core'
import { argumentError } from '@oauthplus/core/internal'

/** The members of the internal state of a Node.js stream that are used. */
export interface StreamState {
  /** Whether the source has ended; earlier chunks may still be buffered. */
  readonly ended?: boolean | undefined
  /** How many bytes are waiting to be read. */
  readonly length?: number | undefined
}

/** The members of a readable Node.js stream that are used. Other servers omit some of them. */
export interface ReadableSource {
  /** Whether the client gave up before the end of the body. */
  readonly aborted?: boolean | undefined
  /** The internal state of the stream. */
  readonly _readableState?: StreamState | undefined
  /** Calls back when there is something to read, at the end, or when reading fails. */
  on(event: string, listener: (...values: never[]) => void): unknown
  /** Stops calling back. */
  removeListener(event: string, listener: (...values: never[]) => void): unknown
  /** Takes what is waiting to be read; `null` if there is nothing. */
  read(): unknown
  /** Puts bytes back in front of what is waiting to be read. */
  unshift(chunk: Uint8Array): unknown
  /** Drops what is still to come. */
  resume(): unknown
}

/**
 * Reads a stream to its end. With `putBack` the bytes are in the stream again afterwards, for a
 * handler or a body parser that reads it.
 *
 * Rejects with an `OAuthError` if the stream is longer than `limitBytes` or breaks off, and with a
 * `TypeError` if it gives text.
 */
export function readStream(
  stream: ReadableSource,
  { limitBytes, putBack }: { readonly limitBytes: number; readonly putBack: boolean },
): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const chunks: Uint8Array[] = []
    let length = 0
    const listeners: Readonly<Record<string, () => void>> = {
      readable: take,
      end: finish,
      error: breakOff,
      aborted: breakOff,
      close: breakOff,
    }
    if (isUntouched()) resolve(new Uint8Array())
    else for (const [event, listener] of Object.entries(listeners)) stream.on(event, listener)

    /** Whether the stream is empty and has not said so: `end` must be left to the next reader. */
    function isUntouched(): boolean {
      const { ended, length: waiting } = stream._readableState ?? {}
      return putBack && length === 0 && ended === true && waiting === 0
    }

    function take(): void {
      if (isUntouched()) {
        finish()
        return
      }
      for (let chunk = stream.read(); chunk !== null; chunk = stream.read()) {
        if (!(chunk instanceof Uint8Array)) {
          refuse(argumentError('The request has an encoding set, so its body cannot be verified'))
          return
        }
        length += chunk.length
        if (length > limitBytes) {
          refuse(createBodyTooLongError(limitBytes))
          return
        }
        chunks.push(chunk)
      }
      // `end` follows in the next tick unless the stream contains bytes again; after it, none can be
      // put back.
      if (!putBack || length === 0 || stream._readableState?.ended !== true) return
      const bytes = finish()
      if (bytes !== undefined) stream.unshift(bytes)
    }

    function finish(): Uint8Array | undefined {
      // A stream of HTTP/2 also ends when it was reset.
      if (stream.aborted === true) {
        breakOff()
        return undefined
      }
      stopListening()
      const bytes = joinChunks(chunks, length)
      resolve(bytes)
      return bytes
    }

    function breakOff(): void {
      refuse(createIncompleteBodyError())
    }

    function refuse(error: Error): void {
      stopListening()
      // The response reaches a client that is still sending only if what it sends is read.
      stream.resume()
      reject(error)
    }

    function stopListening(): void {
      for (const [event, listener] of Object.entries(listeners)) {
        stream.removeListener(event, listener)
      }
    }
  })
}

function joinChunks(chunks: readonly Uint8Array[], length: number): Uint8Array {
  const bytes = new Uint8Array(length)
  let offset = 0
  for (const chunk of chunks) {
    bytes.set(chunk, offset)
    offset += chunk.length
  }
  return bytes
}

/** The refusal of a body that broke off. */
export function createIncompleteBodyError(): OAuthError {
  return new OAuthError('parameter_rejected', 'The body ended before it was complete.')
}

/** The refusal of a body beyond the limit. */
export function createBodyTooLongError(limitBytes: number): OAuthError {
  return new OAuthError('parameter_rejected', `The body is longer than ${limitBytes} bytes.`, {
    details: { status: 413 },
  })
}
