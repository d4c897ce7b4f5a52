// C0, DEL, C1, line separators, and what turns the direction of a string around or cannot be seen.
const CONTROLS =
  /[\p{Cc}\p{Surrogate}\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\u{e0000}-\u{e007f}]/gu
const OTHER_THAN_LAYOUT = /[^\n\t]+/g

/**
 * Writes the control characters of a string of others as escapes (`\u{1b}`), so that they command no
 * terminal, begin no line in a log and turn no text around.
 *
 * @internal
 */
export function escapeControls(text: string): string {
  return text.replace(
    CONTROLS,
    (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  )
}

/**
 * Does the same for a string of several lines, which keeps its line feeds and tabs.
 *
 * @internal
 */
export function escapeControlsInLines(text: string): string {
  return text.replace(OTHER_THAN_LAYOUT, escapeControls)
}

/**
 * Does the same for JSON that was written with indentation: it stays JSON of the same meaning.
 *
 * @internal
 */
export function escapeControlsInJson(json: string): string {
  return json.replace(OTHER_THAN_LAYOUT, (piece) =>
    piece.replace(CONTROLS, (character) =>
      // A character beyond the basic plane takes two escapes in JSON.
      Array.from({ length: character.length }, (_none, index) => {
        const unit = character.charCodeAt(index).toString(16).padStart(4, '0')
        return `\\u${unit}`
      }).join(''),
    ),
  )
}
