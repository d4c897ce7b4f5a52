import type { ReceivedRequest } from '@oauthplus/core'

import { findField, readHeaderFields, separatePseudoHeaders } from './header-fields.js'
import type { HeaderFields } from './header-fields.js'
import { isRequestLine, splitHead } from './read-http.js'
import type { ReadHttpOptions } from './read-http-options.js'
import { resolveUrl } from './resolve-url.js'

// The lines that browser developer tools put above and between the headers.
const GENERAL =
  /^(?:request url|url|request method|method|status code|status|remote address|referrer policy|summary|general|request|request headers|query string parameters|view source|view parsed|raw|scheme|host|filename|address|version|transferred|source|initiator)$/i
const ENDS = /^(?:response headers|response|form data|request data|payload|request payload)\b/i
const NAME = /^:?[\w-]+:?$/

/** Returns whether pasted text is a list of headers from browser developer tools or HTTP/2. */
export function isHeaderList(text: string): boolean {
  return /^(?:(?:Request )?(?:URL|Method):?\s|General\r?\n|Request Headers|:(?:method|path|scheme|authority):?\s|Summary\s)/i.test(
    text,
  )
}

/**
 * Parses a list of headers, including the URL and the method. Name and value may be on one line or
 * on two. Throws `TypeError` when the URL is missing.
 */
export function readHeaderList(text: string, options: ReadHttpOptions): ReceivedRequest {
  const { head, body } = splitHead(joinSections(text))
  const { general, fields, pseudo } = readParts(head)
  const host = findField(fields, 'host') ?? pseudo.get(':authority')
  const scheme = options.scheme ?? toScheme(pseudo.get(':scheme') ?? general.get('scheme'))
  const target =
    general.get('request url') ?? general.get('url') ?? pseudo.get(':path') ?? general.get('target')
  return {
    method:
      general.get('request method') ?? general.get('method') ?? pseudo.get(':method') ?? 'GET',
    url: resolveUrl(target ?? '', target === undefined ? undefined : host, { scheme }),
    headers: fields,
    body: body.trimEnd(),
  }
}

interface Parts extends HeaderFields {
  readonly general: ReadonlyMap<string, string>
}

function readParts(lines: readonly string[]): Parts {
  const general = new Map<string, string>()
  const rest: string[] = []
  let isRequest = true
  for (const [name, line] of pairLines(lines)) {
    if (/^response/i.test(name)) isRequest = false
    else if (/^request headers?/i.test(name)) isRequest = true
    if (isRequest && isFullRequestLine(line)) {
      const [method = '', target = ''] = line.split(' ')
      general.set('method', method).set('target', target)
    } else if (GENERAL.test(name))
      general.set(name.toLowerCase(), line.slice(name.length + 1).trim())
    else if (isRequest && !ENDS.test(name)) rest.push(line)
  }
  const { fields, pseudo } = readHeaderFields(rest.filter((line) => line.includes(':', 1)))
  return { general, ...separatePseudoHeaders(fields), pseudo }
}

/**
 * Returns each line with its name. Joins a name without a value with the value on the next line.
 */
function* pairLines(lines: readonly string[]): Generator<readonly [name: string, line: string]> {
  for (let index = 0; index < lines.length; index++) {
    const line = (lines[index] ?? '').trim()
    if (line === '' || isFullRequestLine(line)) {
      yield ['', line]
      continue
    }
    const colon = line.indexOf(':', 1)
    const isAlone = NAME.test(line) || GENERAL.test(line.replace(/:$/, ''))
    const name = isAlone ? line.replace(/:$/, '') : line.slice(0, colon === -1 ? undefined : colon)
    if (!isAlone || isHeading(name)) yield [name, line]
    else yield [name, `${name}: ${(lines[++index] ?? '').trim()}`]
  }
}

function isFullRequestLine(line: string): boolean {
  return isRequestLine(line) && / HTTP\/\d/.test(line)
}

function isHeading(name: string): boolean {
  return /^(?:general|summary|request|request headers|response headers|response|raw|view source|view parsed)$/i.test(
    name,
  )
}

// Blank lines separate the sections of the developer tools. The body follows the last section.
function joinSections(text: string): string {
  return text.replace(/\r?\n[ \t]*\r?\n(?=(?:Request|Response|General|Summary|:\w)\b)/gi, '\n')
}

function toScheme(text: string | undefined): 'http' | 'https' | undefined {
  return text === 'http' || text === 'https' ? text : undefined
}
