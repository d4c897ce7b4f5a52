const CHARACTERS: Readonly<Record<string, string>> = {
  amp: '&',
  apos: "'",
  gt: '>',
  lt: '<',
  quot: '"',
}

/**
 * Decodes the five named references of XML.
 *
 * @internal
 */
export function decodeXml(text: string): string {
  return text.replace(/&(amp|apos|gt|lt|quot);/g, (_all, name: string) => CHARACTERS[name] ?? '')
}
