import { request as httpRequest } from 'node:http'
import type { ClientRequest, IncomingMessage } from 'node:http'
import { request as httpsRequest } from 'node:https'

import type { WireMessage } from '../reference/index.js'
import type { Exchange, WireResponse } from './exchange.js'

const TIMEOUT_SECONDS = 20
const MAX_BODY_BYTES = 256_000

/** Sends a request as it is, octet for octet, and resolves with the exchange. Never rejects. */
export async function send(origin: string, message: WireMessage): Promise<Exchange> {
  try {
    return { request: message, origin, response: await sendMessage(new URL(origin), message) }
  } catch (error) {
    return { request: message, origin, response: { failure: describeFailure(error) } }
  }
}

/** Describes why there is no response. The message is empty if several addresses were tried. */
function describeFailure(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const { code = error.name } = error as NodeJS.ErrnoException
  return error.message === '' ? code : error.message
}

function sendMessage(origin: URL, message: WireMessage): Promise<WireResponse> {
  const begin = origin.protocol === 'https:' ? httpsRequest : httpRequest
  const hasNoLength = message.body.length === 0 && !message.headers.some(isFraming)
  return new Promise((resolve, reject) => {
    const request = begin(
      {
        host: origin.hostname.replaceAll(/^\[|\]$/g, ''),
        port: origin.port === '' ? undefined : Number(origin.port),
        method: message.method,
        path: message.target,
        // Node sends a flat list as it is: names as written, duplicates, and no other headers.
        ...(hasNoLength ? {} : { headers: message.headers.flat() }),
        setHost: false,
        agent: false,
        timeout: TIMEOUT_SECONDS * 1000,
      },
      (response) => {
        resolve(readResponse(response))
      },
    )
    if (hasNoLength) writeHeadersWithoutLength(request, message)
    request.on('error', reject)
    request.on('timeout', () => {
      request.destroy(new Error(`no response within ${TIMEOUT_SECONDS} seconds`))
    })
    request.end(message.body)
  })
}

function isFraming([name]: WireMessage['headers'][number]): boolean {
  return /^(?:content-length|transfer-encoding)$/i.test(name)
}

/** Node adds `Transfer-Encoding` to a POST with a flat list of headers and no length. */
function writeHeadersWithoutLength(request: ClientRequest, { headers }: WireMessage): void {
  for (const [name, value] of headers) request.appendHeader(name, value)
  request.removeHeader('Content-Length')
  request.removeHeader('Transfer-Encoding')
}

async function readResponse(response: IncomingMessage): Promise<WireResponse> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of response as AsyncIterable<Buffer>) {
    length += chunk.length
    chunks.push(chunk)
    // The rest is not read: no check needs it, and it may have no end.
    if (length > MAX_BODY_BYTES) break
  }
  const { rawHeaders, statusCode = 0, httpVersion } = response
  return {
    status: statusCode,
    headers: Array.from(
      { length: rawHeaders.length / 2 },
      (_, index) => [rawHeaders[2 * index] ?? '', rawHeaders[2 * index + 1] ?? ''] as const,
    ),
    body: Buffer.concat(chunks).toString('utf8'),
    httpVersion,
  }
}
