import { createServer } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { ReadableStream } from 'node:stream/web'

import type { FetchFunction } from '@oauthplus/client'
import { hasFormContentType } from '@oauthplus/core/internal'

import { describeFailure } from '../describe-failure.js'
import { escapeLines } from '../output/escape.js'
import { assertOwnPage } from './assert-own-page.js'
import { toForwardedHeaders, toReturnedHeaders } from './proxy-headers.js'
import { ProxyRefusal } from './proxy-refusal.js'
import { readWholeBody } from './read-whole-body.js'

const MAX_BUFFERED_BYTES = 16 * 1024 * 1024
const BODYLESS_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD'])
// `fetch` refuses them.
const UNSUPPORTED_METHODS: ReadonlySet<string> = new Set(['CONNECT', 'TRACE', 'TRACK'])

/** The options of a signing proxy. */
export interface SigningProxyOptions {
  /** Signs and sends. */
  readonly fetch: FetchFunction
  /** The target origin. */
  readonly target: string
  /** Whether every body is read before sending, because its hash is signed. */
  readonly isHashed: boolean
  /** The accepted host names of the proxy, in lower case. */
  readonly hostNames: readonly string[]
  /** Receives a log line for each request. */
  readonly log: (line: string) => void
}

/**
 * Creates a server that signs each request, forwards it to one origin and streams the response
 * back. It rejects requests for other hosts and from other web pages, so that a page in a browser
 * cannot use the credentials.
 */
export function createSigningProxy(options: SigningProxyOptions): Server {
  const server = createServer((incoming, outgoing) => {
    void serve(options, incoming, outgoing)
  })
  // An upload may take longer than the default of five minutes.
  server.requestTimeout = 0
  server.on('upgrade', (_incoming, socket) => {
    socket.end('HTTP/1.1 501 Not Implemented\r\nConnection: close\r\nContent-Length: 0\r\n\r\n')
  })
  return server
}

async function serve(
  options: SigningProxyOptions,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const startedAt = performance.now()
  const { method = '', url = '' } = incoming
  const controller = new AbortController()
  outgoing.once('close', () => {
    if (!outgoing.writableFinished) controller.abort()
    const milliseconds = Math.round(performance.now() - startedAt)
    const outcome = outgoing.writableFinished ? '' : ' (incomplete)'
    const [path = ''] = url.split('?', 1)
    const line = `${method} ${path} ${String(outgoing.statusCode)}${outcome} ${String(milliseconds)} ms`
    options.log(escapeLines(line))
  })
  try {
    await forward(options, { incoming, outgoing, signal: controller.signal })
  } catch (error) {
    // The rest of the response is discarded.
    controller.abort()
    refuse(outgoing, error)
  }
}

async function forward(
  { fetch, target, isHashed, hostNames }: SigningProxyOptions,
  {
    incoming,
    outgoing,
    signal,
  }: {
    readonly incoming: IncomingMessage
    readonly outgoing: ServerResponse
    readonly signal: AbortSignal
  },
): Promise<void> {
  assertOwnPage(incoming, hostNames)
  const { method = '', url = '' } = incoming
  if (UNSUPPORTED_METHODS.has(method)) throw new ProxyRefusal(501, `${method} is not supported`)
  if (!url.startsWith('/')) {
    throw new ProxyRefusal(
      400,
      'The request target must begin with a slash: this is not a forward proxy',
    )
  }
  const body = await readBody(incoming, isHashed)
  const headers = new Headers(toForwardedHeaders(incoming.rawHeaders))
  if (body instanceof ReadableStream) addFraming(headers, incoming)
  const response = await fetch(target + url, {
    method,
    headers,
    body,
    duplex: 'half',
    redirect: 'manual',
    signal,
  } as RequestInit & { readonly duplex: 'half' })
  const origin = `http://${incoming.headers.host ?? ''}`
  outgoing.writeHead(
    response.status,
    response.statusText,
    toReturnedHeaders(response.headers, { url: target + url, origin }),
  )
  if (response.body === null) outgoing.end()
  else await pipeline(Readable.fromWeb(response.body as ReadableStream), outgoing)
}

// Streamed bodies keep their Content-Length, because not every server accepts chunks.
function addFraming(headers: Headers, incoming: IncomingMessage): void {
  const { 'content-length': length } = incoming.headers
  if (length === undefined) headers.set('transfer-encoding', 'chunked')
  else headers.set('content-length', length)
}

async function readBody(
  incoming: IncomingMessage,
  isHashed: boolean,
): Promise<BodyInit | undefined> {
  const { method = '', headers } = incoming
  const length = headers['content-length']
  if (headers['transfer-encoding'] === undefined && (length === undefined || length === '0')) {
    return undefined
  }
  if (BODYLESS_METHODS.has(method)) {
    throw new ProxyRefusal(400, `A ${method} request with a body cannot be forwarded`)
  }
  const type = headers['content-type'] ?? ''
  if (isHashed || hasFormContentType([['Content-Type', type]])) {
    return readWholeBody(incoming, MAX_BUFFERED_BYTES)
  }
  return ReadableStream.from(incoming) as unknown as BodyInit
}

function refuse(outgoing: ServerResponse, error: unknown): void {
  if (outgoing.headersSent || outgoing.destroyed) {
    outgoing.destroy()
    return
  }
  const status = error instanceof ProxyRefusal ? error.status : 502
  const message = error instanceof ProxyRefusal ? error.message : describeFailure(error).line
  outgoing
    .writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8', Connection: 'close' })
    .end(`oauthplus proxy: ${message ?? 'failed'}\n`)
}
