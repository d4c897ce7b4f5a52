import type { ReceivedRequest } from '@oauthplus/core'
import { argumentError } from '@oauthplus/core/internal'

import { findField, readHeaderFields } from './header-fields.js'
import type { ReadHttpOptions } from './read-http-options.js'
import { resolveUrl } from './resolve-url.js'

const REQUEST_LINE = /^([!#$%&'*+\-.^_`|~0-9A-Za-z]+) (\S+)(?: HTTP\/\d(?:\.\d)?)?$/

/** Parses an HTTP/1.1 request. Throws `TypeError` for anything else. */
export function readHttp(text: string, options: ReadHttpOptions = {}): ReceivedRequest {
  const { head, body } = splitHead(text)
  const [line = '', ...rest] = head
  const [, method, target] = REQUEST_LINE.exec(line.trimEnd()) ?? []
  if (method === undefined || target === undefined) {
    throw argumentError(
      `The text is neither a curl command, nor HAR, nor does it begin with a request line such as "GET /photos HTTP/1.1"; it begins with ${JSON.stringify(line.slice(0, 40))}`,
    )
  }
  const { fields, pseudo } = readHeaderFields(rest)
  const host = findField(fields, 'host') ?? pseudo.get(':authority')
  const type = findField(fields, 'content-type') ?? ''
  return {
    method,
    url: resolveUrl(target, host, options),
    headers: fields,
    // A line break that an editor added at the end is not part of a form.
    body: /urlencoded/i.test(type) ? removeLastLineBreaks(body) : body,
  }
}

/** Returns whether a line is a request line. */
export function isRequestLine(line: string): boolean {
  return REQUEST_LINE.test(line.trimEnd())
}

/** Splits a message at its first empty line. */
export function splitHead(text: string): {
  readonly head: readonly string[]
  readonly body: string
} {
  const end = /\r?\n[ \t]*\r?\n/.exec(text)
  const head = end === null ? text.trimEnd() : text.slice(0, end.index)
  const body = end === null ? '' : text.slice(end.index + end[0].length)
  return { head: head.split(/\r?\n/), body }
}

function removeLastLineBreaks(text: string): string {
  let end = text.length
  while (end > 0 && (text[end - 1] === '\r' || text[end - 1] === '\n')) end--
  return text.slice(0, end)
}
