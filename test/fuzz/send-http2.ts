import { connect, constants } from 'node:http2'
import type { ClientHttp2Session, OutgoingHttpHeaders } from 'node:http2'

import type { SeededRandom } from '../malformed/random.js'
import type { FuzzedRequest } from './fuzzed-request.js'
import { DEADLINE_MILLISECONDS } from './send-bytes.js'
import type { Outcome } from './send-bytes.js'

const REQUESTS_PER_SESSION = 200

/** A client that sends fuzzed requests over HTTP/2. */
export interface Http2Sender {
  send(request: FuzzedRequest, random: SeededRandom): Promise<Outcome>
  close(): void
}

/** Creates a client of HTTP/2 for a port. It renews its session regularly. */
export function createHttp2Sender(port: number): Http2Sender {
  let session: ClientHttp2Session | undefined
  let sent = 0

  function currentSession(): ClientHttp2Session {
    if (
      session === undefined ||
      session.closed ||
      session.destroyed ||
      sent >= REQUESTS_PER_SESSION
    ) {
      session?.close()
      session = connect(`http://127.0.0.1:${port}`)
      session.on('error', () => undefined)
      sent = 0
    }
    sent += 1
    return session
  }

  return {
    send(request, random) {
      return new Promise((resolve) => {
        const settle = (outcome: Outcome): void => {
          resolve(outcome)
        }
        try {
          const isBodyless = request.body.length === 0 && random.below(2) === 0
          const stream = currentSession().request(headersOf(request), { endStream: isBodyless })
          stream.setTimeout(DEADLINE_MILLISECONDS, () => {
            settle('timeout')
            stream.close(constants.NGHTTP2_CANCEL)
          })
          stream.on('response', (headers) => {
            settle(headers[':status'] ?? 0)
            stream.resume()
          })
          stream.on('error', () => {
            settle('closed')
          })
          stream.on('close', () => {
            settle('closed')
          })
          if (!isBodyless) writeBody(request, random, stream)
        } catch {
          settle('unsendable')
        }
      })
    },
    close() {
      session?.destroy()
    },
  }
}

function writeBody(
  { body }: FuzzedRequest,
  random: SeededRandom,
  stream: ReturnType<ClientHttp2Session['request']>,
): void {
  for (let start = 0; start < body.length;) {
    const piece = body.subarray(start, start + 1 + random.below(body.length))
    stream.write(piece)
    start += piece.length
  }
  stream.end()
}

function headersOf(request: FuzzedRequest): OutgoingHttpHeaders {
  const headers: Record<string, string | string[]> = Object.create(null) as Record<string, string[]>
  headers[':method'] = request.method
  headers[':path'] = request.target
  headers[':scheme'] = 'http'
  headers[':authority'] = '127.0.0.1:8080'
  for (const [name, value] of request.headers) {
    const lowered = name.toLowerCase()
    const earlier = headers[lowered]
    headers[lowered] = earlier === undefined ? value : [...[earlier].flat(), value]
  }
  if (request.framing === 'length' && headers['content-length'] === undefined) {
    headers['content-length'] = String(request.body.length)
  }
  return headers
}
