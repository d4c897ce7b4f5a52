const ESCAPES = /(?:%[0-9A-Fa-f]{2})+/g
// A base string inside a form inside a header is encoded three times.
const MOST_ENCODINGS = 4

/**
 * Tells whether a text shows a secret, as it is or percent-encoded, however often.
 *
 * @internal
 */
export function showsSecret(text: string, secrets: readonly string[]): boolean {
  const sought = secrets.filter((secret) => secret !== '')
  let level = text
  for (let encodings = 0; encodings <= MOST_ENCODINGS; encodings++) {
    const spaced = level.replaceAll('+', ' ')
    if (sought.some((secret) => level.includes(secret) || spaced.includes(secret))) return true
    level = level.replace(ESCAPES, decoded)
  }
  return false
}

// Stray escapes stay as they are: this looks for secrets, it does not read a message.
function decoded(escapes: string): string {
  try {
    return decodeURIComponent(escapes)
  } catch {
    return escapes
  }
}
