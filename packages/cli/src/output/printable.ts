import { escapeControls, escapeControlsInLines } from '@oauthplus/core/internal'

/** Takes from a text of others what would command the terminal. */
export function printable(text: string): string {
  return escapeControlsInLines(text)
}

/** Makes a text of others one cell of a table, or one field of a line. */
export function printableCell(text: string): string {
  return escapeControls(text.replaceAll(/[\t\n]/g, ' '))
}
