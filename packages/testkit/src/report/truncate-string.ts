/**
 * Truncates a string to a number of characters, before the word that the limit would cut, because the
 * mask only finds whole secrets.
 */
export function truncateString(string: string, maxCharacters: number): string {
  if (string.length <= maxCharacters) return string
  let end = maxCharacters
  while (end > 0 && !/\s/.test(string.charAt(end - 1))) end--
  return `${string.slice(0, end)}…`
}
