const MAX_ENCODINGS = 3

/**
 * Decodes what ASCII characters are written as in a query, a form or JSON, also if they were
 * encoded more than once. It reads names, not values: other escapes stay.
 *
 * @internal
 */
export function decodeEscapes(escaped: string): string {
  let text = escaped.replace(/\\u00([0-7][\da-f])/gi, toCharacter)
  for (let count = 0; count < MAX_ENCODINGS && text.includes('%'); count++) {
    text = text.replace(/%([0-7][\da-f])/gi, toCharacter)
  }
  return text
}

function toCharacter(_escape: string, digits: string): string {
  return String.fromCharCode(parseInt(digits, 16))
}
