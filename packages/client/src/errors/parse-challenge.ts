import { percentDecode } from '@oauthplus/core'
import type { ParameterList } from '@oauthplus/core'

// The start of a piece of a challenge: a name and "=" with optional whitespace around it (RFC 9110,
// section 5.6.3), or a single word (a scheme). Empty list elements are skipped.
const BEGINNING = /[\s,]*([^\s",=]+)(?:\s*(=)\s*)?/y
const TOKEN = /[^\s",]*/y
const SEPARATORS = /[\s,]*/y
// Node accepts 16 KiB of headers. Other platforms may accept more.
const MAX_CHARACTERS = 65_536

/**
 * Reads the parameters of the OAuth challenges in a `WWW-Authenticate` header, which may also
 * contain other schemes and malformed values. Skips everything that it cannot parse, and everything
 * after 64 KiB.
 *
 * @internal
 */
export function parseChallenge(received: string): ParameterList {
  const header = received.slice(0, MAX_CHARACTERS)
  const parameters: [name: string, value: string][] = []
  let isOAuth = false
  const quotes = { areClosed: true }
  const readValue = (start: number): ChallengeValue | undefined =>
    readQuotedValue(header, start, quotes)
  let next = 0
  while (next < header.length) {
    BEGINNING.lastIndex = next
    const [all, name = '', equals = ''] = BEGINNING.exec(header) ?? []
    if (all === undefined) {
      // A quoted string or an equals sign without a name.
      SEPARATORS.lastIndex = next
      SEPARATORS.test(header)
      next = SEPARATORS.lastIndex
      next = readValue(next)?.end ?? next + 1
      continue
    }
    next += all.length
    if (equals === '') {
      isOAuth = name.toLowerCase() === 'oauth'
      continue
    }
    const value = readValue(next) ?? readTokenValue(header, next)
    next = value.end
    if (!isOAuth) continue
    try {
      parameters.push([percentDecode(name), percentDecode(value.value)])
    } catch {
      // A stray "%" in the advice must not hide the problem next to it.
    }
  }
  return parameters
}

/** A value, and its end index. */
interface ChallengeValue {
  readonly value: string
  readonly end: number
}

// A loop, because a repeated group in a regular expression overflows the stack on a long header.
function readQuotedValue(
  header: string,
  start: number,
  quotes: { areClosed: boolean },
): ChallengeValue | undefined {
  // After one unterminated quote, later quotes cannot be terminated either. Without this, each of a
  // thousand would scan to the end of the header.
  if (header[start] !== '"' || !quotes.areClosed) return undefined
  for (let index = start + 1; index < header.length; index++) {
    if (header[index] === '\\') index++
    else if (header[index] === '"') {
      const value = header.slice(start + 1, index).replace(/\\(.)/gs, '$1')
      return { value, end: index + 1 }
    }
  }
  quotes.areClosed = false
  return undefined
}

function readTokenValue(header: string, start: number): ChallengeValue {
  TOKEN.lastIndex = start
  TOKEN.test(header)
  const end = TOKEN.lastIndex
  return { value: header.slice(start, end), end }
}
