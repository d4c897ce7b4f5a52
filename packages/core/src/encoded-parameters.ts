import type { ParameterList } from './parameters.js'
import { percentEncode } from './percent-encode.js'

/**
 * Parameters whose names and values are encoded (section 3.6): once, because header, form, query
 * and base string all hold the same encoding.
 *
 * @internal
 */
export type EncodedParameters = (readonly [name: string, value: string])[]

/**
 * Encodes names and values.
 *
 * @internal
 */
export function encodeParameters(parameters: ParameterList): EncodedParameters {
  const encoded: EncodedParameters = []
  for (const parameter of parameters) {
    encoded.push([percentEncode(parameter[0]), percentEncode(parameter[1])])
  }
  return encoded
}

/**
 * Joins encoded parameters as a form or a query does.
 *
 * @internal
 */
export function joinAsForm(encoded: EncodedParameters): string {
  let text = ''
  for (const parameter of encoded) {
    if (text !== '') text += '&'
    text += `${parameter[0]}=${parameter[1]}`
  }
  return text
}

/**
 * Joins encoded parameters as a base string holds them: sorted, and encoded once more. What
 * `percentEncode(normalizeParameters(parameters))` gives, `oauth_signature` left out.
 *
 * @internal
 */
export function joinForBaseString(encoded: EncodedParameters): string {
  let text = ''
  for (const parameter of encoded.sort(byNameThenValue)) {
    if (parameter[0] === 'oauth_signature') continue
    if (text !== '') text += '%26'
    text += `${encodeAgain(parameter[0])}%3D${encodeAgain(parameter[1])}`
  }
  return text
}

/**
 * Compares encoded parameters by bytes, by name and, where names are equal, by value (section
 * 3.4.1.3.2).
 *
 * @internal
 */
export function byNameThenValue(
  a: readonly [name: string, value: string],
  b: readonly [name: string, value: string],
): number {
  return compareBytes(a[0], b[0]) || compareBytes(a[1], b[1])
}

// An encoded text holds nothing to encode but its "%". To encode the joined text instead would cost
// as much as the HMAC.
function encodeAgain(encoded: string): string {
  return encoded.includes('%') ? encoded.replaceAll('%', '%25') : encoded
}

// Encoded texts are ASCII, so a unit is a byte. The operators of JavaScript would give the same
// answer, more slowly for texts that were cut out of a header.
function compareBytes(a: string, b: string): number {
  const length = Math.min(a.length, b.length)
  for (let index = 0; index < length; index++) {
    const difference = a.charCodeAt(index) - b.charCodeAt(index)
    if (difference !== 0) return difference
  }
  return a.length - b.length
}
