import { headerValues, OAuthError } from '@oauthplus/core'
import {
  assertArgument,
  assertOptions,
  expecting,
  isFunction,
  isRecordWith,
  isString,
  isStringArray,
  optionChecks,
} from '@oauthplus/core/internal'

import { keptRawBody } from './raw-body.js'
import type { ProviderRequest } from '../request.js'

/**
 * What a Provider needs of Node's `IncomingMessage`, so that these declarations need no types of
 * Node.
 */
export interface NodeRequest {
  /** The request method. */
  readonly method?: string | undefined
  /** The request target as received. */
  readonly url?: string | undefined
  /** Names and values in turn, as received. */
  readonly rawHeaders: readonly string[]
  /** Whether somebody has read from the stream. */
  readonly readableDidRead: boolean
  /** The connection. */
  readonly socket: {
    /** The IP address of the other end. */
    readonly remoteAddress?: string | undefined
    /** `true` where it is TLS. */
    readonly encrypted?: unknown
  }
  /** Calls back for each piece of the body, at its end, or when it fails. */
  on(event: string, listener: (...values: never[]) => void): unknown
}

/** What a framework knows better than the request of Node. */
export interface NodeRequestOptions {
  /** The request target, where a framework has changed `incoming.url`. */
  readonly url?: string | undefined
  /** The body, where a body parser has read and kept it. */
  readonly keptBody?: Uint8Array | undefined
}

const isIncoming = isRecordWith(
  "a request of Node's own",
  optionChecks<Pick<NodeRequest, 'rawHeaders' | 'socket' | 'on'>>({
    required: {
      rawHeaders: isStringArray,
      socket: isRecordWith('a connection', optionChecks<object>({ required: {}, optional: {} })),
      on: isFunction,
    },
    optional: {},
  }),
)
const OPTIONS = optionChecks<NodeRequestOptions>({
  required: {},
  optional: {
    url: isString,
    keptBody: expecting('a Uint8Array', (value) => value instanceof Uint8Array),
  },
})

/**
 * Translates a request of Node's own into the neutral form.
 *
 * @example
 *
 * ```ts
 * createServer(async (incoming, response) => {
 *   const result = await provider.authenticate(nodeRequest(incoming))
 * })
 * ```
 *
 * @param incoming The request. Headers are read as they came: Node's own object hides a second
 *   Authorization.
 * @param options `url`: the request target, where a framework has changed `incoming.url`; `keptBody`:
 *   the body, where a body parser has read and kept it.
 *
 * @returns The neutral request. Its `readBody` rejects with `TypeError` where somebody has read the
 *   body before and has not kept its bytes.
 *
 * @see [RFC 5849, section 3.4.1.3](https://www.rfc-editor.org/rfc/rfc5849#section-3.4.1.3), which
 *   wants parameters as sent
 */
export function nodeRequest(
  incoming: NodeRequest,
  options: NodeRequestOptions = {},
): ProviderRequest {
  assertArgument('nodeRequest', { incoming }, isIncoming)
  assertOptions('nodeRequest', options, OPTIONS)
  const headers = Array.from(
    { length: incoming.rawHeaders.length / 2 },
    (_, index) =>
      [incoming.rawHeaders[2 * index] ?? '', incoming.rawHeaders[2 * index + 1] ?? ''] as const,
  )
  let body: Promise<Uint8Array> | undefined
  return {
    method: incoming.method ?? 'GET',
    url: options.url ?? incoming.url ?? '/',
    headers,
    peer: {
      address: incoming.socket.remoteAddress,
      secure: incoming.socket.encrypted === true,
    },
    readBody: (limitBytes) =>
      (body ??= bodyOf(incoming, headers, { limitBytes, kept: options.keptBody })),
  }
}

async function bodyOf(
  incoming: NodeRequest,
  headers: ProviderRequest['headers'],
  options: { readonly limitBytes: number; readonly kept: Uint8Array | undefined },
): Promise<Uint8Array> {
  const { limitBytes, kept = keptRawBody(incoming) } = options
  const isEncoded = headerValues(headers, 'content-encoding').some(
    (coding) => coding !== 'identity',
  )
  if (kept !== undefined) {
    // A body parser keeps what it has decoded; what was signed is what was sent.
    if (isEncoded) {
      throw new OAuthError(
        'parameter_rejected',
        'A body under a content-coding cannot be verified behind a body parser.',
      )
    }
    return requireLength(kept, limitBytes)
  }
  const [length] = headerValues(headers, 'content-length')
  const isAnnounced = length !== undefined || headerValues(headers, 'transfer-encoding').length > 0
  if (!isAnnounced || length === '0') return new Uint8Array()
  if (incoming.readableDidRead) {
    throw new TypeError(
      'A body parser has read this request before OAuth could: put the routes and protect() before it, or let it keep the raw bytes, as in express.urlencoded({ extended: false, verify: keepRawBody }) and express.json({ verify: keepRawBody }), or as @koa/bodyparser does',
    )
  }
  if (Number(length) > limitBytes) throw tooLong(limitBytes)
  return readStream(incoming, limitBytes)
}

function readStream(incoming: NodeRequest, limitBytes: number): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const chunks: Uint8Array[] = []
    let length = 0
    // What settles first counts. Beyond the limit pieces pass by unkept, so that the answer reaches
    // who still sends.
    incoming.on('data', (chunk: Uint8Array) => {
      length += chunk.length
      if (length <= limitBytes) chunks.push(chunk)
      else reject(tooLong(limitBytes))
    })
    incoming.on('end', () => {
      resolve(joined(chunks, length))
    })
    for (const event of ['error', 'aborted', 'close']) {
      incoming.on(event, () => {
        reject(new OAuthError('parameter_rejected', 'The body ended before it was complete.'))
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

function requireLength(bytes: Uint8Array, limitBytes: number): Uint8Array {
  if (bytes.length <= limitBytes) return bytes
  throw tooLong(limitBytes)
}

function tooLong(limitBytes: number): OAuthError {
  return new OAuthError('parameter_rejected', `The body is longer than ${limitBytes} bytes.`, {
    details: { status: 413 },
  })
}
