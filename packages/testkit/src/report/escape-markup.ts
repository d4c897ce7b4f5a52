import { escapeControlsInLines } from './escape-controls.js'

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
// XML cannot represent these.
// eslint-disable-next-line no-control-regex -- these are removed
const NOT_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff\p{Surrogate}]/gu

/**
 * Escapes a string for XML and HTML, in content and in attributes. Control characters that change the
 * text direction, control a terminal or are invisible are written as `\u{202e}`.
 */
export function escapeMarkup(string: string): string {
  return escapeControlsInLines(string.replaceAll(NOT_XML, '\ufffd')).replaceAll(
    /[&<>"']/g,
    (character) => ENTITIES[character] ?? '',
  )
}
