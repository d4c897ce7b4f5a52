const ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  '0': '\0',
  '\n': '',
}

/**
 * Replaces the escapes in a string of JavaScript, Python or `$'…'` with the characters that they
 * represent.
 */
export function unescapeString(text: string): string {
  return text.replace(
    /\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|([\s\S]))/g,
    (_, unit?: string, byte?: string, character = '') => {
      const code = unit ?? byte
      return code === undefined
        ? (ESCAPES[character as string] ?? (character as string))
        : String.fromCharCode(parseInt(code, 16))
    },
  )
}
