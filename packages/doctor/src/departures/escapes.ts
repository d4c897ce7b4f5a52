/** Maps the escapes of characters, in upper and lower case, to the characters. */
export type Escapes = ReadonlyMap<string, string>

/** Returns the escapes of some ASCII characters. */
export function createEscapes(characters: string): Escapes {
  const escapes = characters.split('').map((character) => {
    const escape = `%${character.charCodeAt(0).toString(16).toUpperCase()}`
    return [escape, character] as const
  })
  return new Map([
    ...escapes,
    ...escapes.map(([escape, character]) => [escape.toLowerCase(), character] as const),
  ])
}

/** Replaces escapes with their characters. */
export function restore(encoded: string, escapes: Escapes): string {
  if (!encoded.includes('%')) return encoded
  // Faster than a callback for each match of a regular expression.
  let text = encoded
  for (const [escape, character] of escapes) text = text.replaceAll(escape, character)
  return text
}
