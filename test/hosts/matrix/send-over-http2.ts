import type { ClientHttp2Session, OutgoingHttpHeaders } from 'node:http2'
import { text } from 'node:stream/consumers'

import { sendRawHttp2 } from '../../fuzz/send-raw-http2.js'
import { seededRandom } from '../../malformed/random.js'
import { NO_RESPONSE } from './host.js'
import type { WireRequest, WireResponse } from './host.js'
import { sendBody } from './send-body.js'

const DEADLINE_MILLISECONDS = 3000

/** Sends a request over HTTP/2. */
export function sendOverHttp2(
  request: WireRequest,
  { session, port }: { readonly session: ClientHttp2Session; readonly port: number },
): Promise<WireResponse> {
  const names = request.headers.map(([name]) => name.toLowerCase())
  return new Set(names).size === names.length
    ? sendInSession(request, session)
    : sendFrames(request, port)
}

function sendInSession(
  { method, target, headers, body, framing, pace }: WireRequest,
  session: ClientHttp2Session,
): Promise<WireResponse> {
  const isBodyless = body.length === 0 && framing === 'length'
  const fields: OutgoingHttpHeaders = {
    ':method': method,
    ':path': target,
    ':authority': 'photos.example',
    ...Object.fromEntries(headers.map(([name, value]) => [name.toLowerCase(), value])),
    ...(framing === 'length' && !isBodyless ? { 'content-length': String(body.length) } : {}),
  }
  return new Promise((resolve) => {
    const end = (): void => {
      resolve(NO_RESPONSE)
    }
    const stream = session.request(fields, { endStream: isBodyless })
    let head: Omit<WireResponse, 'text'> = NO_RESPONSE
    stream.on('response', ({ ':status': status = 0, ...rest }) => {
      head = { status, headers: rest }
    })
    stream.setTimeout(DEADLINE_MILLISECONDS, () => {
      stream.destroy()
      end()
    })
    stream.on('error', end)
    text(stream).then((received) => {
      resolve({ ...head, text: received })
    }, end)
    if (!isBodyless) sendBody(stream, body, pace)
  })
}

/** Writes the frames by hand: Node's client sends some headers only once. */
async function sendFrames(request: WireRequest, port: number): Promise<WireResponse> {
  const outcome = await sendRawHttp2(
    {
      id: '',
      method: request.method,
      target: request.target,
      headers: request.headers.map(([name, value]) => [name, value]),
      body: Buffer.from(request.body),
      framing: 'length',
      isAborted: false,
      copies: 1,
      mutations: [],
    },
    port,
    seededRandom(1),
  )
  return { ...NO_RESPONSE, status: typeof outcome === 'number' ? outcome : 0 }
}
