/** A run of characters that may be an encoded string, and its possible decodings. */
export interface EncodedString {
  readonly start: number
  readonly end: number
  /** Its decodings, octet by octet, from each character at which it could start. */
  readonly decodings: readonly string[]
}

// Base64 and base64url, also in lines.
const BASE64 = /[a-z0-9+/_-]{16,}(?:\r?\n[a-z0-9+/_-]{4,}){0,256}={0,2}/gi
const HEXADECIMAL = /[0-9a-f]{16,}/gi
const BASE64_GROUP = 4

/** Finds what may be Base64 or hexadecimal in a string, with its decodings. */
export function findEncodedStrings(string: string): readonly EncodedString[] {
  const findRuns = (expression: RegExp, decode: (run: string) => readonly string[]) =>
    [...string.matchAll(expression)].map(({ 0: run, index }) => ({
      start: index,
      end: index + run.length,
      decodings: decode(run),
    }))
  return [
    ...findRuns(BASE64, (run) =>
      // The characters before it may look like a part of it: a path, a word.
      Array.from({ length: BASE64_GROUP }, (_, offset) => decodeRun(run.slice(offset), 'base64')),
    ),
    ...findRuns(HEXADECIMAL, (run) => [decodeRun(run, 'hex'), decodeRun(run.slice(1), 'hex')]),
  ]
}

function decodeRun(run: string, encoding: 'base64' | 'hex'): string {
  return Buffer.from(run, encoding).toString('latin1')
}
