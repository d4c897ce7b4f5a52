/** Characters by their escapes, in both letter cases. */
export type Escapes = ReadonlyMap<string, string>

/** Returns the escapes of some characters of ASCII. */
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

/** Puts the characters back in the place of their escapes. */
export function restore(encoded: string, escapes: Escapes): string {
  if (!encoded.includes('%')) return encoded
  // Faster than a function that is called for each escape of an expression.
  let text = encoded
  for (const [escape, character] of escapes) text = text.replaceAll(escape, character)
  return text
}
