import { once } from 'node:events'
import { request as requestHttp } from 'node:http'
import type { ClientRequest, IncomingMessage } from 'node:http'
import { request as requestHttps } from 'node:https'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { ReadableStream } from 'node:stream/web'
import type { ReadableStream as NodeReadableStream } from 'node:stream/web'

import type { FetchFunction } from '@oauthplus/client'

const BODYLESS_STATUSES: ReadonlySet<number> = new Set([204, 205, 304])

/**
 * Sends a request like `fetch`, but in constant memory. Node's `fetch` copies every body for
 * redirects, which keeps a whole upload in memory. A request with `Content-Length` or
 * `Transfer-Encoding` is streamed. Redirects are not followed, and content codings are not decoded.
 */
export const sendStreaming: FetchFunction = async (input, init) => {
  const request = input instanceof Request ? input : new Request(input, init)
  const signal = init?.signal ?? request.signal
  const { url, method } = request
  const send = url.startsWith('https:') ? requestHttps : requestHttp
  const headers = Object.fromEntries(request.headers)
  const body = await readBody(request)
  if (body instanceof Uint8Array) headers['content-length'] = String(body.length)
  const outgoing = send(url, { method, headers, signal })
  const responded = once(outgoing, 'response') as Promise<[IncomingMessage]>
  sendBody(outgoing, body)
  const [incoming] = await responded
  return toResponse(incoming, method)
}

async function readBody(request: Request): Promise<Readable | Uint8Array | undefined> {
  const { body, headers } = request
  if (body === null) return undefined
  const isStreamed = headers.has('content-length') || headers.has('transfer-encoding')
  return isStreamed
    ? Readable.fromWeb(body as NodeReadableStream)
    : new Uint8Array(await request.arrayBuffer())
}

function sendBody(outgoing: ClientRequest, body: Readable | Uint8Array | undefined): void {
  if (body instanceof Readable) {
    // If it fails, the request fails as well.
    pipeline(body, outgoing).catch(() => undefined)
  } else {
    outgoing.end(body)
  }
}

function toResponse(incoming: IncomingMessage, method: string): Response {
  const { statusCode: status = 0, statusMessage: statusText = '', rawHeaders } = incoming
  const headers = new Headers()
  for (let index = 0; index < rawHeaders.length; index += 2) {
    headers.append(rawHeaders[index] ?? '', rawHeaders[index + 1] ?? '')
  }
  const isBodiless = method === 'HEAD' || BODYLESS_STATUSES.has(status)
  if (isBodiless) incoming.resume()
  const body = isBodiless ? null : (ReadableStream.from(incoming) as unknown as BodyInit)
  return new Response(body, { status, statusText, headers })
}
