import { connect } from 'node:net'

import type { SeededRandom } from '../malformed/random.js'
import type { FuzzedRequest } from './fuzzed-request.js'

/** How a request ended: with a status, closed without a response, or by the client itself. */
export type Outcome = number | 'closed' | 'timeout' | 'aborted' | 'unsendable'

const DEADLINE_MILLISECONDS = 10_000

/** Writes a request to a socket as its bytes, and reads the status of the response. */
export function sendHttp1(
  request: FuzzedRequest,
  port: number,
  random: SeededRandom,
): Promise<Outcome> {
  const bytes = bytesOf(request, random)
  const cut = request.isAborted ? random.below(bytes.length) : bytes.length
  return new Promise((resolve) => {
    let received = ''
    const socket = connect({ host: '127.0.0.1', port })
    const settle = (outcome: Outcome): void => {
      resolve(outcome)
      // A reset leaves no port waiting, which 100,000 connections would run out of.
      socket.resetAndDestroy()
    }
    socket.setTimeout(DEADLINE_MILLISECONDS, () => {
      settle('timeout')
    })
    socket.on('connect', () => {
      socket.write(bytes.subarray(0, cut), () => {
        if (request.isAborted) settle('aborted')
      })
    })
    socket.on('data', (chunk: Buffer) => {
      received += chunk.toString('latin1')
      const status = finalStatus(received)
      if (status !== undefined) settle(status)
    })
    socket.on('error', () => {
      settle(received === '' ? 'closed' : (finalStatus(received) ?? 'closed'))
    })
    socket.on('close', () => {
      settle(finalStatus(received) ?? 'closed')
    })
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
