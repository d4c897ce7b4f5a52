import { headerValues, OAuthError } from '@oauthplus/core'
import type { HeaderList } from '@oauthplus/core'

import { keptRawBody } from './raw-body.js'

/** What is read of a request of Node to find its body. Servers other than Node's own leave out some. */
export interface BodySource {
  /** Whether data was read from the stream before. */
  readonly readableDidRead?: boolean | undefined
  /** Whether the stream was read to its end before. */
  readonly readableEnded?: boolean | undefined
  /** Whether the client gave up before the end of the body. */
  readonly aborted?: boolean | undefined
  /** Whether the stream was destroyed. */
  readonly destroyed?: boolean | undefined
  /** The body as received, as cloud functions and recipes for webhooks keep it. */
  readonly rawBody?: unknown
  /** Calls back for each piece of the body, at its end, or when it fails. */
  on(event: string, listener: (...values: never[]) => void): unknown
}

const PARSED_BEFORE =
  'A body parser has read this request before OAuth could: put the routes and protect() before it, or let it keep the raw bytes, as in express.urlencoded({ extended: false, verify: keepRawBody }) and express.json({ verify: keepRawBody }), or as @koa/bodyparser does'

/**
 * Reads the bytes of a body: the ones that were kept when it was parsed, or the stream. No header
 * decides whether there is a body: HTTP/2 needs none (RFC 9113, section 8.1.1), and a serverless
 * platform may drop them. A body that cannot be determined is refused.
 *
 * Rejects with a `TypeError` if the body was read before and not kept, and with an `OAuthError` if
 * it is too long or incomplete.
 */
export async function readBody(
  incoming: BodySource,
  headers: HeaderList,
  options: { readonly limitBytes: number; readonly keptBody: Uint8Array | undefined },
): Promise<Uint8Array> {
  const { limitBytes } = options
  const kept = options.keptBody ?? keptRawBody(incoming) ?? bytesOf(incoming.rawBody)
  if (kept !== undefined) {
    requireNoCoding(headers)
    if (kept.length > limitBytes) throw tooLong(limitBytes)
    return kept
  }
  const [length] = headerValues(headers, 'content-length')
  if (incoming.aborted === true) throw incomplete()
  if (incoming.readableDidRead === true) throw new TypeError(PARSED_BEFORE)
  if (incoming.readableEnded === true) {
    // The stream has ended although nothing was read from it, so it was empty.
    if (incoming.readableDidRead === false) return new Uint8Array()
    throw new TypeError(PARSED_BEFORE)
  }
  if (incoming.destroyed === true) throw incomplete()
  if (Number(length) > limitBytes) throw tooLong(limitBytes)
  return readStream(incoming, limitBytes)
}

function readStream(incoming: BodySource, limitBytes: number): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const chunks: Uint8Array[] = []
    let length = 0
    // What settles first counts. Beyond the limit pieces are dropped, so that the response reaches a
    // client that is still sending.
    incoming.on('data', (chunk: Uint8Array | string) => {
      if (typeof chunk === 'string') {
        reject(new TypeError('The request has an encoding set, so its body cannot be verified'))
        return
      }
      length += chunk.length
      if (length <= limitBytes) chunks.push(chunk)
      else reject(tooLong(limitBytes))
    })
    incoming.on('end', () => {
      // A stream of HTTP/2 also ends when it was reset.
      if (incoming.aborted === true) reject(incomplete())
      else resolve(joined(chunks, length))
    })
    for (const event of ['error', 'aborted', 'close']) {
      incoming.on(event, () => {
        reject(incomplete())
      })
    }
  })
}

function joined(chunks: readonly Uint8Array[], length: number): Uint8Array {
  const bytes = new Uint8Array(length)
  let offset = 0
  for (const chunk of chunks) {
    bytes.set(chunk, offset)
    offset += chunk.length
  }
  return bytes
}

function bytesOf(rawBody: unknown): Uint8Array | undefined {
  if (typeof rawBody === 'string') return new TextEncoder().encode(rawBody)
  return rawBody instanceof Uint8Array ? rawBody : undefined
}

// A body parser keeps what it has decoded; what was signed is what was sent.
function requireNoCoding(headers: HeaderList): void {
  if (headerValues(headers, 'content-encoding').every((coding) => coding === 'identity')) return
  throw new OAuthError(
    'parameter_rejected',
    'A body under a content-coding cannot be verified behind a body parser.',
  )
}

function incomplete(): OAuthError {
  return new OAuthError('parameter_rejected', 'The body ended before it was complete.')
}

function tooLong(limitBytes: number): OAuthError {
  return new OAuthError('parameter_rejected', `The body is longer than ${limitBytes} bytes.`, {
    details: { status: 413 },
  })
}
