import type { SeededRandom } from '../malformed/random.js'
import type { FuzzedRequest } from './fuzzed-request.js'
import { sendBytes } from './send-bytes.js'
import type { Outcome } from './send-bytes.js'

/** Writes a request to a socket as its bytes, and reads the status of the response. */
export function sendHttp1(
  request: FuzzedRequest,
  port: number,
  random: SeededRandom,
): Promise<Outcome> {
  const bytes = bytesOf(request, random)
  const { isAborted } = request
  const sent = isAborted ? bytes.subarray(0, random.below(bytes.length)) : bytes
  return sendBytes(sent, {
    port,
    isAborted,
    read: (received) => finalStatus(received.toString('latin1')),
  })
}

/** Reads the status of the last complete head that is not informational. */
function finalStatus(received: string): number | undefined {
  for (const match of received.matchAll(/HTTP\/1\.1 (\d{3})[^\r\n]*\r\n(?:[^\r\n]+\r\n)*\r\n/g)) {
    const status = Number(match[1])
    if (status >= 200) return status
  }
  return undefined
}

function bytesOf(request: FuzzedRequest, random: SeededRandom): Buffer {
  const names = new Set(request.headers.map(([name]) => name.toLowerCase()))
  const lines = [`${request.method} ${request.target} HTTP/1.1`]
  if (!names.has('host')) lines.push('Host: 127.0.0.1:8080')
  for (const [name, value] of request.headers) lines.push(`${name}: ${value}`)
  if (request.framing === 'chunked') lines.push('Transfer-Encoding: chunked')
  if (request.framing === 'length' && request.body.length > 0) {
    lines.push(`Content-Length: ${request.body.length}`)
  }
  const head = Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'utf8')
  const body = request.framing === 'chunked' ? chunked(request.body, random) : request.body
  return Buffer.concat([head, body])
}

function chunked(body: Buffer, random: SeededRandom): Buffer {
  const pieces: Buffer[] = []
  for (let start = 0; start < body.length;) {
    const piece = body.subarray(start, start + 1 + random.below(body.length))
    pieces.push(Buffer.from(`${piece.length.toString(16)}\r\n`), piece, Buffer.from('\r\n'))
    start += piece.length
  }
  return Buffer.concat([...pieces, Buffer.from('0\r\n\r\n')])
}
