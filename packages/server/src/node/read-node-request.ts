import { headerValues } from '@oauthplus/core'
import type { HeaderList } from '@oauthplus/core'
import {
  assertArgument,
  assertOptions,
  createOptionCheck,
  isAnything,
  isFunction,
  isRecordWith,
  isString,
  optionChecks,
  toPairs,
} from '@oauthplus/core/internal'

import { createMethodCheck } from '../adapter/create-method-check.js'
import { readBody } from './read-body.js'
import type { BodySource, FinishingResponse } from './read-body.js'
import type { ReadableSource } from './read-stream.js'
import type { ProviderRequest } from '../request.js'

/**
 * The members of Node's `IncomingMessage` that a provider uses, so that these declarations need no types of
 * Node.
 */
export interface NodeRequest extends BodySource {
  /** The request method. */
  readonly method?: string | undefined
  /** The request target as received. */
  readonly url?: string | undefined
  /** Names and values in turn, as received. */
  readonly rawHeaders: readonly string[]
  /** The headers as an object, which is all that serverless platforms give. */
  readonly headers?: Readonly<Record<string, string | string[] | undefined>> | undefined
  /** The connection. */
  readonly socket: {
    /** The IP address of the other end. */
    readonly remoteAddress?: string | undefined
    /** `true` if it is TLS. */
    readonly encrypted?: unknown
  }
}

/** Values that a framework knows better than the request of Node.js. */
export interface NodeRequestOptions {
  /** The request target, if a framework has changed `incoming.url`. */
  readonly url?: string | undefined
  /** The body, if a body parser has read and kept it. */
  readonly keptBody?: string | Uint8Array | undefined
  /**
   * The stream that the framework's own parsers read afterwards. They find the bytes of every body in
   * it, of a form too; if it is not the request itself, another hook reads the body first, and a body
   * that has to be verified is refused.
   */
  readonly payload?: unknown
  /** The response of Node: once it was sent, what nobody has read of the body is dropped. */
  readonly response?: FinishingResponse | undefined
}

const STREAM_METHODS = ['on', 'removeListener', 'read', 'unshift', 'resume'] as const
const isIncoming = isRecordWith(
  "a request of Node's own",
  optionChecks<Pick<NodeRequest, 'rawHeaders' | 'socket'>>({
    required: {
      rawHeaders: createOptionCheck('an array', Array.isArray),
      socket: isRecordWith('a connection', optionChecks<object>({ required: {}, optional: {} })),
    },
    optional: {},
  }),
)
const isStream = createMethodCheck(
  STREAM_METHODS,
  isRecordWith(
    'a stream',
    optionChecks<Pick<ReadableSource, (typeof STREAM_METHODS)[number]>>({
      required: {
        on: isFunction,
        removeListener: isFunction,
        read: isFunction,
        unshift: isFunction,
        resume: isFunction,
      },
      optional: {},
    }),
  ),
)
const OPTIONS = optionChecks<NodeRequestOptions>({
  required: {},
  optional: {
    url: isString,
    payload: isAnything,
    keptBody: createOptionCheck(
      'a string or a Uint8Array',
      (value) => typeof value === 'string' || value instanceof Uint8Array,
    ),
    response: createMethodCheck(
      ['once'],
      isRecordWith(
        'a response of Node',
        optionChecks<FinishingResponse>({ required: { once: isFunction }, optional: {} }),
      ),
    ),
  },
})

/**
 * Translates a request of Node's own into the neutral form.
 *
 * @example
 *
 * ```ts
 * createServer(async (incoming, response) => {
 *   const result = await provider.authenticate(readNodeRequest(incoming, { response }))
 * })
 * ```
 *
 * @param incoming The request. Headers are read as they came: Node's own object hides a second
 *   Authorization.
 * @param options `url`: the request target, if a framework has changed `incoming.url`; `keptBody`:
 *   the body, if a body parser has read and kept it; `payload`: the stream that parsers read
 *   afterwards; `response`: the response of Node, from which it learns
 *   when a body that nobody has read can be dropped.
 *
 * @returns The neutral request. Its `readBody` rejects with `TypeError` if somebody has read the
 *   body before and has not kept its bytes.
 *
 * @see [RFC 5849, section 3.4.1.3](https://www.rfc-editor.org/rfc/rfc5849#section-3.4.1.3), which
 *   wants parameters as sent
 */
export function readNodeRequest(
  incoming: NodeRequest,
  options: NodeRequestOptions = {},
): ProviderRequest {
  assertArgument('readNodeRequest', { incoming }, isIncoming)
  assertArgument('readNodeRequest', { incoming }, isStream)
  assertOptions('readNodeRequest', options, OPTIONS)
  const headers = readHeaders(incoming)
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
      (body ??= readBody(incoming, headers, {
        limitBytes,
        keptBody: options.keptBody,
        payload: options.payload,
        response: options.response,
      })),
  }
}

/**
 * Reads the headers as received. HTTP/2 sends the host as a pseudo-header; a serverless platform
 * gives only an object, in which it has joined the headers that were sent more than once.
 */
function readHeaders(incoming: NodeRequest): HeaderList {
  const { rawHeaders } = incoming
  // Node parses the headers into an object when that is first read, which many handlers never do.
  const received =
    rawHeaders.length > 0
      ? toHeaderList(rawHeaders)
      : toPairs('readNodeRequest', 'incoming.headers', incoming.headers ?? {})
  if (!received.some(isPseudoHeader)) return received
  const [authority] = headerValues(received, ':authority')
  const regular = received.filter((header) => !isPseudoHeader(header))
  const hosts = headerValues(regular, 'host')
  // RFC 9113, section 8.3.1: the two must not differ. Two hosts are refused later.
  return authority === undefined || (hosts.length === 1 && hosts[0] === authority)
    ? regular
    : [['Host', authority], ...regular]
}

// Serverless platforms add a Content-Length that is a number.
function toHeaderList(rawHeaders: NodeRequest['rawHeaders']): HeaderList {
  // A loop: Array.from with a function takes longer than reading the credentials.
  const headers: (readonly [name: string, value: string])[] = []
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    headers.push([String(rawHeaders[index]), String(rawHeaders[index + 1])])
  }
  return headers
}

function isPseudoHeader(header: readonly [name: string, value: string]): boolean {
  return header[0].startsWith(':')
}
