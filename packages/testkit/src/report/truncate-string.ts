/**
 * Cuts a text to a number of characters, and before the word that would be cut: the mask finds a
 * secret only as a whole.
 */
export function truncateString(string: string, maxCharacters: number): string {
  if (string.length <= maxCharacters) return string
  let end = maxCharacters
  while (end > 0 && !/\s/.test(string.charAt(end - 1))) end--
  return `${string.slice(0, end)}…`
}
