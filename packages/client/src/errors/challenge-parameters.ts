import { percentDecode } from '@oauthplus/core'
import type { ParameterList } from '@oauthplus/core'

// The beginning of a piece of a challenge: a name and "=" with or without whitespace around it (RFC 9110,
// section 5.6.3), or a word alone (a scheme). Empty elements of the list are skipped.
const BEGINNING = /[\s,]*([^\s",=]+)(?:\s*(=)\s*)?/y
const TOKEN = /[^\s",]*/y

/**
 * Reads the parameters of the OAuth challenges in a `WWW-Authenticate` header, which may hold
 * challenges of other schemes and servers' mistakes: what cannot be read is passed over.
 *
 * @internal
 */
export function challengeParameters(header: string): ParameterList {
  const parameters: [name: string, value: string][] = []
  let isOAuth = false
  let next = 0
  while (next < header.length) {
    BEGINNING.lastIndex = next
    const [all, name = '', equals = ''] = BEGINNING.exec(header) ?? []
    if (all === undefined) break
    next += all.length
    if (equals === '') {
      isOAuth = name.toLowerCase() === 'oauth'
      continue
    }
    const value = quotedValue(header, next) ?? tokenValue(header, next)
    next = value.end
    if (!isOAuth) continue
    try {
      parameters.push([percentDecode(name), percentDecode(value.text)])
    } catch {
      // An advice with a stray "%" must not hide the problem beside it.
    }
  }
  return parameters
}

/** A value, and where it ends. */
interface ChallengeValue {
  readonly text: string
  readonly end: number
}

// A loop, because an expression that repeats a group runs out of stack in a long header.
function quotedValue(header: string, start: number): ChallengeValue | undefined {
  if (header[start] !== '"') return undefined
  for (let index = start + 1; index < header.length; index++) {
    if (header[index] === '\\') index++
    else if (header[index] === '"') {
      const text = header.slice(start + 1, index).replace(/\\(.)/gs, '$1')
      return { text, end: index + 1 }
    }
  }
  return undefined
}

function tokenValue(header: string, start: number): ChallengeValue {
  TOKEN.lastIndex = start
  const text = TOKEN.exec(header)?.[0] ?? ''
  return { text, end: start + text.length }
}
