import { percentDecode, percentEncode } from './percent-encoding.js'
import type { Octets } from './percent-encoding.js'

/** A parameter, decoded: its name and its value. */
export type Pair = readonly [name: Octets, value: Octets]

/**
 * Decodes `application/x-www-form-urlencoded` (HTML 4.01 section 17.13.4) by RFC 5849 section
 * 3.4.1.3.1: only `&` separates pairs, the first `=` splits a pair, `+` is a space, duplicates stay.
 */
export function decodeForm(text: string): readonly Pair[] {
  const pairs: Pair[] = []
  for (const item of text.split('&')) {
    // Nothing between two separators is not a parameter.
    if (item === '') continue
    const equals = item.indexOf('=')
    const name = equals < 0 ? item : item.slice(0, equals)
    const value = equals < 0 ? '' : item.slice(equals + 1)
    pairs.push([decodeField(name), decodeField(value)])
  }
  return pairs
}

/** Encodes parameters as a form by the stricter rules of section 3.6, which every decoder accepts. */
export function encodeForm(pairs: readonly Pair[]): string {
  return pairs.map(([name, value]) => `${percentEncode(name)}=${percentEncode(value)}`).join('&')
}

function decodeField(text: string): Buffer {
  return percentDecode(text.replaceAll('+', '%20'))
}
