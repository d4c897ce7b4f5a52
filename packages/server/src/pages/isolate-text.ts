import { escapeHtml } from './escape-html.js'

const FIRST_STRONG_ISOLATE = '\u2068'
const POP_DIRECTIONAL_ISOLATE = '\u2069'
const DIRECTION_CONTROL = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g

/**
 * Puts a string that a stranger has chosen between marks, so that its direction changes nothing around it.
 * For sentences that become HTML by `renderIsolatedText`, and for places without markup: titles, labels.
 *
 * @see [UAX #9, section 2.4.2](https://www.unicode.org/reports/tr9/#Explicit_Directional_Isolates)
 */
export function isolateText(text: string): string {
  return `${FIRST_STRONG_ISOLATE}${removeControls(text)}${POP_DIRECTIONAL_ISOLATE}`
}

/** Escapes a string that contains isolated strings, which become separate elements. */
export function renderIsolatedText(text: string): string {
  return escapeHtml(text)
    .replaceAll(FIRST_STRONG_ISOLATE, '<bdi>')
    .replaceAll(POP_DIRECTIONAL_ISOLATE, '</bdi>')
}

/** Takes away what would turn the direction around: a record may be older than its check. */
function removeControls(text: string): string {
  return text.replace(DIRECTION_CONTROL, '')
}
