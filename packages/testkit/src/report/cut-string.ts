/** Cuts a masked string to a number of characters. Use `truncateString` before secrets are masked. */
export function cutString(string: string, maxCharacters: number): string {
  return string.length <= maxCharacters ? string : `${string.slice(0, maxCharacters)}…`
}
