import { decodeEscapes } from './decode-escapes.js'
import { isSecretName } from './is-secret-name.js'

// A string that contains further names and values: a query, a form, JSON, XML.
const STRUCTURED = /[{[<=:]/
const MASK = '***'

/**
 * Masks a parameter whose name says that its value is secret, or that contains such names and values
 * itself: a body that was read as a form may be in the name of its only parameter.
 *
 * @internal
 */
export function maskParameter([name, value]: readonly [name: string, value: string]): readonly [
  name: string,
  value: string,
] {
  return [maskText(name), isSecretName(name) ? MASK : maskText(value)]
}

/**
 * Masks a string that contains names and values, if one of the names is that of a secret.
 *
 * @internal
 */
export function maskText(text: string): string {
  return STRUCTURED.test(decodeEscapes(text)) && isSecretName(text) ? MASK : text
}
