import type { Pair } from './form.js'
import { percentDecode, percentEncode } from './percent-encoding.js'

/** The content of an Authorization header with the scheme `OAuth`. */
export interface ParsedHeader {
  readonly realm: string | undefined
  readonly parameters: readonly Pair[]
}

const SPACE = /^[ \t\r\n]*/
const NAME = /^([^\s",=]+)="/

/**
 * Parses an Authorization header by RFC 5849 section 3.5.1. Returns `undefined` for another scheme.
 * Throws a `RangeError` if it is not a list of `name="value"`.
 */
export function parseAuthorizationHeader(header: string): ParsedHeader | undefined {
  const scheme = /^[ \t]*oauth(?=[ \t\r\n]|$)/i.exec(header)
  if (scheme === null) return undefined
  let rest = header.slice(scheme[0].length).replace(SPACE, '')
  let realm: string | undefined
  const parameters: Pair[] = []
  while (rest !== '') {
    const [start = '', name = ''] = NAME.exec(rest) ?? []
    const end = start === '' ? -1 : findClosingQuote(rest, start.length)
    if (end === -1) throw new RangeError('The header is not a list of name="value".')
    const value = rest.slice(start.length, end)
    // RFC 2617 section 1.2 makes realm a quoted string, with backslashes and no percent-encoding.
    if (name.toLowerCase() === 'realm') realm = value.replaceAll(/\\(.)/g, '$1')
    else parameters.push([percentDecode(name), percentDecode(value)])
    rest = rest.slice(end + 1).replace(SPACE, '')
    if (rest === '') break
    if (!rest.startsWith(','))
      throw new RangeError('The items of the header must be separated by commas.')
    rest = rest.slice(1).replace(SPACE, '')
  }
  return { realm, parameters }
}

/** Finds the quote that ends a quoted string; -1 if there is none. A backslash escapes the next character. */
function findClosingQuote(text: string, start: number): number {
  for (let index = start; index < text.length; index += 1) {
    if (text[index] === '\\') index += 1
    else if (text[index] === '"') return index
  }
  return -1
}

/** Writes an Authorization header by section 3.5.1. */
export function writeAuthorizationHeader(pairs: readonly Pair[], realm?: string): string {
  const items = pairs.map(([name, value]) => `${percentEncode(name)}="${percentEncode(value)}"`)
  const quoted = realm?.replaceAll(/["\\]/g, '\\$&')
  return `OAuth ${[...(quoted === undefined ? [] : [`realm="${quoted}"`]), ...items].join(', ')}`
}
