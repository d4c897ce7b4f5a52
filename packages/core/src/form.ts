import { createStringError } from './create-string-error.js'
import { encodeParameters } from './encoded-parameters.js'
import type { EncodedParameters } from './encoded-parameters.js'
import type { ParameterList } from './parameter-list.js'
import { percentDecode } from './percent-encode.js'

const PLUS = /\+/g
const ENCODED = /[%+]/
const NOT_PLAIN = /[^A-Za-z0-9\-._~=&]/

/**
 * Reads a form body or the query of a URL into parameters. Order and duplicates are kept, `+` is
 * read as a space, a name without `=` has an empty value, and empty pieces (`a=1&&b=2`) count for
 * nothing. Only `&` separates.
 *
 * @example
 *
 * ```ts
 * parseForm('a=1&a=0&b=&c=hello+world') // [['a', '1'], ['a', '0'], ['b', ''], ['c', 'hello world']]
 * ```
 *
 * @param text The body, or the query without its `?`; a leading `?` is part of the first name.
 *
 * @returns The decoded parameters in the order sent.
 *
 * @throws {@link OAuthError} `parameter_rejected` when an escape is malformed or not UTF-8.
 *
 * @see [RFC 5849, section 3.4.1.3.1](https://www.rfc-editor.org/rfc/rfc5849#section-3.4.1.3.1)
 */
export function parseForm(text: string): ParameterList {
  if (typeof (text as unknown) !== 'string') throw createStringError('parseForm', 'text', text)
  const pieces = splitForm(text)
  return ENCODED.test(text) ? pieces.map(decodePiece) : pieces
}

/**
 * Reads a form or a query into parameters as a base string has them: decoded, and encoded by the
 * one rule.
 *
 * @internal
 */
export function encodeForm(text: string): EncodedParameters {
  // Most queries contain nothing that any rule would encode; one look at the whole costs less than one
  // at each name and value.
  if (NOT_PLAIN.test(text)) return encodeParameters(parseForm(text))
  const pieces = splitForm(text)
  return pieces.some(hasEqualsSign) ? encodeParameters(pieces) : pieces
}

function splitForm(text: string): (readonly [name: string, value: string])[] {
  const pieces: (readonly [name: string, value: string])[] = []
  let equals = -1
  for (let start = 0, end = 0; start < text.length; start = end + 1) {
    end = text.indexOf('&', start)
    if (end === -1) end = text.length
    if (end === start) continue
    // The next one may be in a later piece; looked for once, the whole stays linear.
    if (equals < start) equals = text.indexOf('=', start)
    if (equals === -1) equals = text.length
    pieces.push(
      equals < end
        ? [text.slice(start, equals), text.slice(equals + 1, end)]
        : [text.slice(start, end), ''],
    )
  }
  return pieces
}

function hasEqualsSign(piece: readonly [name: string, value: string]): boolean {
  return piece[1].includes('=')
}

function decodePiece(
  piece: readonly [name: string, value: string],
): readonly [name: string, value: string] {
  const name = decodeFormString(piece[0])
  const value = decodeFormString(piece[1])
  // In a long form most contain nothing to decode; a new pair for each is the more to collect.
  return name === piece[0] && value === piece[1] ? piece : [name, value]
}

function decodeFormString(text: string): string {
  return percentDecode(text.includes('+') ? text.replace(PLUS, ' ') : text)
}
