const REFERENCE = /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(amp|lt|gt|quot|apos));/gi
const NAMED: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
}
const MAX_CODE_POINT = 0x10ffff

/** Decodes the character references of an HTML text once. */
export function unescapeMarkup(text: string): string {
  return text.replaceAll(
    REFERENCE,
    (reference, decimal?: string, hexadecimal?: string, name?: string) => {
      if (name !== undefined) return NAMED[name.toLowerCase()] ?? reference
      const codePoint = Number.parseInt(
        decimal ?? hexadecimal ?? '',
        decimal === undefined ? 16 : 10,
      )
      return codePoint <= MAX_CODE_POINT ? String.fromCodePoint(codePoint) : reference
    },
  )
}
