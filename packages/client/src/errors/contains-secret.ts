import { decodeHtmlEscapes, decodeJsonEscapes } from './decode-escapes.js'

// Enough for a base string inside a form inside a header, which is encoded three times.
const MAX_ENCODINGS = 4
const PERCENT = 0x25
const DECODERS = [decodeOnce, decodeJsonEscapes, decodeHtmlEscapes] as const

/**
 * Returns whether a string contains a secret: verbatim, percent-encoded, or escaped for JSON or
 * HTML, in any combination.
 *
 * @internal
 */
export function containsSecret(text: string, secrets: readonly string[]): boolean {
  const wanted = secrets.filter((secret) => secret !== '')
  const containsAny = (level: string): boolean => {
    const spaced = level.replaceAll('+', ' ')
    return wanted.some((secret) => level.includes(secret) || spaced.includes(secret))
  }
  let level = text
  if (containsAny(level)) return true
  for (let encodings = 0; encodings < MAX_ENCODINGS; encodings++) {
    // Also applied one at a time, because a secret may itself look escaped.
    const next = DECODERS.reduce((before, decode) => decode(before), level)
    if (next === level) return false
    if (containsAny(next) || DECODERS.some((decode) => containsAny(decode(level)))) return true
    level = next
  }
  return false
}

/**
 * Decodes the escapes of a string byte by byte. One escape that is not valid UTF-8 must not hide
 * its neighbours, and an exception for each of them would take seconds in a long response.
 */
function decodeOnce(text: string): string {
  if (!text.includes('%')) return text
  const bytes = new TextEncoder().encode(text)
  let length = 0
  for (let index = 0; index < bytes.length; index++) {
    const byte = bytes[index] ?? 0
    const high = byte === PERCENT ? parseDigit(bytes[index + 1]) : undefined
    const low = high === undefined ? undefined : parseDigit(bytes[index + 2])
    if (high === undefined || low === undefined) bytes[length++] = byte
    else {
      bytes[length++] = high * 16 + low
      index += 2
    }
  }
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes.subarray(0, length))
}

/** Returns the value of a hexadecimal digit, or `undefined` for any other byte. */
function parseDigit(byte = 0): number | undefined {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30
  const letter = byte | 0x20
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : undefined
}
