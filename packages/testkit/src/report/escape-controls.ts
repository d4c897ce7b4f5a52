// C0, DEL, C1, line separators, and characters that change the text direction or are invisible.
const CONTROLS =
  /[\p{Cc}\p{Surrogate}\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\u{e0000}-\u{e007f}]/gu

const OTHER_THAN_LAYOUT = /[^\n\r\t]+/g

/** Escapes the characters of an untrusted string that control a terminal or start a new line in a log. */
export function escapeControls(string: string): string {
  return string.replaceAll(
    CONTROLS,
    (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  )
}

/** Does the same for a string of several lines, and keeps line breaks and tabs. */
export function escapeControlsInLines(string: string): string {
  return string.replaceAll(OTHER_THAN_LAYOUT, escapeControls)
}
