/**
 * Cuts a text to a number of characters, and before the word that would be cut: the mask finds a
 * secret only as a whole.
 */
export function cutText(text: string, mostCharacters: number): string {
  if (text.length <= mostCharacters) return text
  let end = mostCharacters
  while (end > 0 && !/\s/.test(text.charAt(end - 1))) end--
  return `${text.slice(0, end)}…`
}
