/** A run of characters that may be an encoded text, and what it can mean. */
export interface EncodedText {
  readonly start: number
  readonly end: number
  /** What it means, octet by octet, begun at each of the characters at which it could begin. */
  readonly meanings: readonly string[]
}

// Base64 and its form for URLs, also in lines.
const BASE64 = /[a-z0-9+/_-]{16,}(?:\r?\n[a-z0-9+/_-]{4,}){0,256}={0,2}/gi
const HEXADECIMAL = /[0-9a-f]{16,}/gi
const BASE64_GROUP = 4

/** Finds what may be Base64 or hexadecimal in a text, with what it means. */
export function encodedTexts(text: string): readonly EncodedText[] {
  const found = (expression: RegExp, decode: (run: string) => readonly string[]) =>
    [...text.matchAll(expression)].map(({ 0: run, index }) => ({
      start: index,
      end: index + run.length,
      meanings: decode(run),
    }))
  return [
    ...found(BASE64, (run) =>
      // What stands before it may look like a part of it: a path, a word.
      Array.from({ length: BASE64_GROUP }, (_, offset) => octetsOf(run.slice(offset), 'base64')),
    ),
    ...found(HEXADECIMAL, (run) => [octetsOf(run, 'hex'), octetsOf(run.slice(1), 'hex')]),
  ]
}

function octetsOf(run: string, encoding: 'base64' | 'hex'): string {
  return Buffer.from(run, encoding).toString('latin1')
}
