import { headerValues, OAuthError } from '@oauthplus/core'
import type { HeaderList } from '@oauthplus/core'
import { argumentError, hasContentCoding, hasFormContentType } from '@oauthplus/core/internal'

import { findRawBody } from './keep-raw-body.js'
import { createBodyTooLongError, createIncompleteBodyError, readStream } from './read-stream.js'
import type { ReadableSource } from './read-stream.js'

/** The members of a Node.js request that are read to find its body. Other servers omit some of them. */
export interface BodySource extends ReadableSource {
  /** Whether data was read from the stream before. */
  readonly readableDidRead?: boolean | undefined
  /** Whether the stream was read to its end before. */
  readonly readableEnded?: boolean | undefined
  /** Whether the stream was destroyed. */
  readonly destroyed?: boolean | undefined
  /** The body as received, as cloud functions and recipes for webhooks keep it. */
  readonly rawBody?: unknown
}

/** How a body is read. */
interface BodyOptions {
  readonly limitBytes: number
  readonly keptBody: string | Uint8Array | undefined
  readonly payload: unknown
  readonly response: FinishingResponse | undefined
}

/** The members of a response that show when it was sent. */
export interface FinishingResponse {
  /** Calls back once. */
  once(event: string, listener: () => void): unknown
}

const ALREADY_PARSED =
  'A body parser has read this request before OAuth could: put the routes and protect() before it, or let it keep the raw bytes, as in express.urlencoded({ extended: false, verify: keepRawBody }) and express.json({ verify: keepRawBody }), or as @koa/bodyparser does'

/**
 * Reads the bytes of a body: the ones that were kept when it was parsed, or the stream. No header
 * decides whether there is a body: HTTP/2 needs none (RFC 9113, section 8.1.1), and a serverless
 * platform may drop them. A body that cannot be determined is refused. A body that is not a form is in the
 * stream again afterwards, for a body parser or a handler.
 *
 * Rejects with a `TypeError` if the body was read before and not kept, and with an `OAuthError` if
 * it is too long or incomplete.
 */
export async function readBody(
  incoming: BodySource,
  headers: HeaderList,
  options: BodyOptions,
): Promise<Uint8Array> {
  const { limitBytes, payload } = options
  const kept = toBytes(options.keptBody) ?? findRawBody(incoming) ?? toBytes(incoming.rawBody)
  if (kept !== undefined) {
    assertNoContentCoding(headers)
    if (kept.length > limitBytes) throw createBodyTooLongError(limitBytes)
    return kept
  }
  const [length] = headerValues(headers, 'content-length')
  if (payload !== undefined && payload !== incoming) assertNoContentCoding(headers)
  if (incoming.aborted === true) throw createIncompleteBodyError()
  if (isRead(incoming, payload)) throw argumentError(ALREADY_PARSED)
  // The stream has ended although nothing was read from it, so it was empty.
  if (incoming.readableEnded === true) return new Uint8Array()
  if (incoming.destroyed === true) throw createIncompleteBodyError()
  if (Number(length) > limitBytes) throw createBodyTooLongError(limitBytes)
  // Most adapters hand a form over parsed: a parser behind could read another charset into it.
  const putBack = payload !== undefined || !hasFormContentType(headers)
  // Node drops what nobody has read of a request only if nothing was read of it.
  if (putBack) options.response?.once('finish', () => incoming.resume())
  return readStream(incoming, { limitBytes, putBack })
}

/** Whether somebody has read the stream, or will before the framework's own parsers do. */
function isRead(incoming: BodySource, payload: unknown): boolean {
  const { readableDidRead, readableEnded } = incoming
  if (readableDidRead === true || (payload !== undefined && payload !== incoming)) return true
  return readableEnded === true && readableDidRead !== false
}

function toBytes(rawBody: unknown): Uint8Array | undefined {
  if (typeof rawBody === 'string') return new TextEncoder().encode(rawBody)
  return rawBody instanceof Uint8Array ? rawBody : undefined
}

// A body parser keeps the decoded values, but the signature covers the received bytes.
function assertNoContentCoding(headers: HeaderList): void {
  if (!hasContentCoding(headers)) return
  throw new OAuthError(
    'parameter_rejected',
    'A body under a content-coding cannot be verified behind a body parser.',
  )
}
