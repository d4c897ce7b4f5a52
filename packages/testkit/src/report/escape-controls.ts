// C0, DEL, C1, line separators, and what turns the direction of a text around or cannot be seen.
const CONTROLS =
  /[\p{Cc}\p{Surrogate}\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\u{e0000}-\u{e007f}]/gu

const OTHER_THAN_LAYOUT = /[^\n\r\t]+/g

/** Escapes what would command a terminal or begin a line of a log, in a text that whoever is tested has sent. */
export function escapeControls(string: string): string {
  return string.replaceAll(
    CONTROLS,
    (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  )
}

/** Does the same for a text of several lines, which keeps its line ends and tabs. */
export function escapeControlsInLines(string: string): string {
  return string.replaceAll(OTHER_THAN_LAYOUT, escapeControls)
}
