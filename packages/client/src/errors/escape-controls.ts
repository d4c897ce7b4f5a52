// C0, DEL, C1, line separators, and what turns the direction of a text around or cannot be seen.
const CONTROLS =
  /[\p{Cc}\p{Surrogate}\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\u{e0000}-\u{e007f}]/gu

/**
 * Writes control characters of a text of others as escapes (`\u{1b}`), so that they command no
 * terminal and begin no line in a log.
 *
 * @internal
 */
export function escapeControls(text: string): string {
  return text.replace(
    CONTROLS,
    (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  )
}
