import type { SeededRandom } from '../malformed/random.js'
import type { FuzzedRequest } from './fuzzed-request.js'
import { sendBytes } from './send-bytes.js'
import type { Outcome } from './send-bytes.js'

const PREFACE = 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'
const MAX_FRAME_BYTES = 16_384

// RFC 9113, section 6.
const DATA = 0
const HEADERS = 1
const RST_STREAM = 3
const SETTINGS = 4
const GOAWAY = 7
const CONTINUATION = 9
const END_STREAM = 0x1
const END_HEADERS = 0x4

/**
 * Writes a request as HTTP/2 frames, so that header names, values and their order are not limited to
 * the ones that Node's client would send.
 */
export function sendRawHttp2(
  request: FuzzedRequest,
  port: number,
  random: SeededRandom,
): Promise<Outcome> {
  const bytes = bytesOf(request, random)
  const { isAborted } = request
  const sent = isAborted ? bytes.subarray(0, random.below(bytes.length)) : bytes
  return sendBytes(sent, { port, isAborted, read: outcomeOf })
}

function bytesOf(request: FuzzedRequest, random: SeededRandom): Buffer {
  const block = Buffer.concat(headersOf(request).map(([name, value]) => literal(name, value)))
  const { body } = request
  const isBodyless = body.length === 0 && random.below(2) === 0
  const endStream = isBodyless ? END_STREAM : 0
  const split = random.below(block.length)
  const frames =
    random.below(4) === 0
      ? [
          frame(HEADERS, endStream, block.subarray(0, split)),
          frame(CONTINUATION, END_HEADERS, block.subarray(split)),
        ]
      : [frame(HEADERS, END_HEADERS | endStream, block)]
  if (!isBodyless) {
    for (let start = 0; start < body.length;) {
      const length = 1 + random.below(Math.min(body.length, MAX_FRAME_BYTES))
      const piece = body.subarray(start, start + length)
      start += piece.length
      frames.push(frame(DATA, 0, piece))
    }
    frames.push(frame(DATA, END_STREAM, Buffer.alloc(0)))
  }
  return Buffer.concat([Buffer.from(PREFACE), frame(SETTINGS, 0, Buffer.alloc(0), 0), ...frames])
}

function headersOf(request: FuzzedRequest): readonly (readonly [string, string])[] {
  const length = String(request.body.length)
  return [
    [':method', request.method],
    [':scheme', 'http'],
    [':path', request.target],
    [':authority', '127.0.0.1:8080'],
    ...request.headers.map(([name, value]) => [name.toLowerCase(), value] as const),
    ...(request.framing === 'length' ? [['content-length', length] as const] : []),
  ]
}

/** A header field that no table knows (RFC 7541, section 6.2.2), not Huffman-coded. */
function literal(name: string, value: string): Buffer {
  return Buffer.concat([Buffer.from([0]), string(name), string(value)])
}

function string(text: string): Buffer {
  const bytes = Buffer.from(text, 'utf8')
  return Buffer.concat([integer(bytes.length), bytes])
}

/** An integer with a prefix of seven bits (RFC 7541, section 5.1). */
function integer(value: number): Buffer {
  if (value < 127) return Buffer.from([value])
  const bytes = [127]
  let rest = value - 127
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128)
  return Buffer.from([...bytes, rest])
}

function frame(type: number, flags: number, payload: Buffer, streamId = 1): Buffer {
  const head = Buffer.alloc(9)
  head.writeUIntBE(payload.length, 0, 3)
  head.writeUInt8(type, 3)
  head.writeUInt8(flags, 4)
  head.writeUInt32BE(streamId, 5)
  return Buffer.concat([head, payload])
}

function outcomeOf(received: Buffer): Outcome | undefined {
  for (let start = 0; start + 9 <= received.length;) {
    const end = start + 9 + received.readUIntBE(start, 3)
    if (end > received.length) return undefined
    const type = received.readUInt8(start + 3)
    if (type === HEADERS) return statusOf(received.subarray(start + 9, end))
    if (type === RST_STREAM || type === GOAWAY) return 'closed'
    start = end
  }
  return undefined
}

/** Reads `:status`, which comes first: indexed (RFC 7541, appendix A), or three digits, mostly Huffman-coded. */
function statusOf(block: Buffer): number {
  const indexed = [200, 204, 206, 304, 400, 404, 500][block.readUInt8(0) - 0x88]
  if (indexed !== undefined) return indexed
  const length = block.readUInt8(1) & 0x7f
  const bytes = block.subarray(2, 2 + length)
  if (block.readUInt8(1) < 0x80) return Number(bytes.toString('latin1'))
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('')
  let digits = ''
  for (let position = 0; digits.length < 3 && position < bits.length;) {
    // RFC 7541, appendix B: 0 to 2 have codes of five bits, 3 to 9 of six.
    const isShort = bits.startsWith('000', position)
    const code = Number.parseInt(bits.slice(position, position + (isShort ? 5 : 6)), 2)
    digits += String(isShort ? code : code - 0x16)
    position += isShort ? 5 : 6
  }
  return Number(digits)
}
