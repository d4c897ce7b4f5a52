import type { ReceivedRequest } from '@oauthplus/core'
import { argumentError } from '@oauthplus/core/internal'

/** How a request of HTTP/1.1 is read. */
export interface ReadHttpOptions {
  /** The scheme that it was sent by. `http` for loopback hosts by default, `https` for others. */
  readonly scheme?: 'http' | 'https' | undefined
}

const REQUEST_LINE = /^([!#$%&'*+\-.^_`|~0-9A-Za-z]+) (\S+)(?: HTTP\/\d(?:\.\d)?)?$/
const LOOPBACK = /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])(?::|$)/i

/** Reads a request as HTTP/1.1 writes it. Throws `TypeError` for anything else. */
export function readHttp(text: string, options: ReadHttpOptions = {}): ReceivedRequest {
  const end = /\r?\n\r?\n/.exec(text)
  const head = end === null ? text.trimEnd() : text.slice(0, end.index)
  const body = end === null ? '' : text.slice(end.index + end[0].length)
  const [line = '', ...fields] = head.split(/\r?\n/)
  const [, method, target] = REQUEST_LINE.exec(line.trimEnd()) ?? []
  if (method === undefined || target === undefined) {
    throw argumentError(
      'The text is neither a curl command, nor HAR, nor does it begin with a request line such as "GET /photos HTTP/1.1"',
    )
  }
  const headers = fields.map(readField)
  const type = headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? ''
  return {
    method,
    url: createUrl(target, headers, options),
    headers,
    // What an editor adds at the end is not a part of a form.
    body: /urlencoded/i.test(type) ? removeLastLineBreaks(body) : body,
  }
}

function createUrl(
  target: string,
  headers: ReceivedRequest['headers'],
  { scheme }: ReadHttpOptions,
): string {
  if (/^https?:\/\//i.test(target)) return target
  const host = headers.find(([name]) => name.toLowerCase() === 'host')?.[1]
  if (host === undefined) {
    throw argumentError('The request has neither a Host header nor an absolute URL')
  }
  return `${scheme ?? (LOOPBACK.test(host) ? 'http' : 'https')}://${host}${target}`
}

function removeLastLineBreaks(text: string): string {
  let end = text.length
  while (end > 0 && (text[end - 1] === '\r' || text[end - 1] === '\n')) end--
  return text.slice(0, end)
}

function readField(line: string): readonly [name: string, value: string] {
  const colon = line.indexOf(':', 1)
  if (colon === -1) throw argumentError('A line of the header is not "Name: value"')
  return [line.slice(0, colon).trim(), line.slice(colon + 1).trim()]
}
