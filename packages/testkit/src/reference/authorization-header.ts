import type { Pair } from './form.js'
import { percentDecode, percentEncode } from './percent-encoding.js'

/** What an Authorization header of the scheme `OAuth` carries. */
export interface ParsedHeader {
  readonly realm: string | undefined
  readonly parameters: readonly Pair[]
}

const SPACE = /^[ \t\r\n]*/
const NAME = /^([^\s",=]+)="/

/**
 * Reads an Authorization header by RFC 5849 section 3.5.1. Gives `undefined` for another scheme;
 * throws a `RangeError` for what is no list of `name="value"`.
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
    if (end === -1) throw new RangeError('The header is no list of name="value".')
    const value = rest.slice(start.length, end)
    // RFC 2617 section 1.2 gives realm a quoted string, which has backslashes and no escapes.
    if (name.toLowerCase() === 'realm') realm = value.replaceAll(/\\(.)/g, '$1')
    else parameters.push([percentDecode(name), percentDecode(value)])
    rest = rest.slice(end + 1).replace(SPACE, '')
    if (rest === '') break
    if (!rest.startsWith(',')) throw new RangeError('Items are separated by commas.')
    rest = rest.slice(1).replace(SPACE, '')
  }
  return { realm, parameters }
}

/** Finds the quote that ends a quoted string; -1 if none does. A backslash takes what follows along. */
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
