// C0 without tab and line feed, DEL, C1, and what turns the direction of a text around.
// eslint-disable-next-line no-control-regex -- that is what it looks for
const UNPRINTABLE = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g

/** Takes from a text of others what would command the terminal. */
export function printable(text: string): string {
  return text.replaceAll(UNPRINTABLE, '\ufffd')
}

/** Makes a text of others one cell of a table, or one field of a line. */
export function printableCell(text: string): string {
  return printable(text.replaceAll(/[\t\n]/g, ' '))
}
