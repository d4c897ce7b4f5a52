const QUOTE = 0x22
const BACKSLASH = 0x5c

/**
 * Removes the quoted strings of a header, so that what is left can be split at its commas. A string that
 * is not closed stays.
 *
 * @see [RFC 9110, section 5.6.4](https://www.rfc-editor.org/rfc/rfc9110#section-5.6.4)
 *
 * @internal
 */
export function removeQuotedStrings(value: string): string {
  let rest = ''
  let start = 0
  for (let open = value.indexOf('"'); open !== -1; open = value.indexOf('"', start)) {
    const close = findClosingQuote(value, open + 1)
    if (close === -1) break
    rest += value.slice(start, open)
    start = close + 1
  }
  return rest + value.slice(start)
}

// A loop, because an expression that repeats a group runs out of stack in a long string.
function findClosingQuote(value: string, start: number): number {
  for (let index = start; index < value.length; index++) {
    const code = value.charCodeAt(index)
    if (code === QUOTE) return index
    if (code === BACKSLASH) index++
  }
  return -1
}
