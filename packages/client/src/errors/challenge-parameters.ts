import { percentDecode } from '@oauthplus/core'
import type { ParameterList } from '@oauthplus/core'

// One piece of a challenge: name="value", name=value, or a bare word (a scheme). No two parts can
// match the same text.
const PIECE = /[\s,]*(?:([^\s",=]+)=(?:"((?:[^"\\]|\\.)*)"|([^\s",]*))|([^\s",=]+))/y

/**
 * Reads the parameters of the OAuth challenges in a `WWW-Authenticate` header, which may hold
 * challenges of other schemes and servers' mistakes: what cannot be read is passed over.
 *
 * @internal
 */
export function challengeParameters(header: string): ParameterList {
  const parameters: [name: string, value: string][] = []
  let isOAuth = false
  PIECE.lastIndex = 0
  for (let match = PIECE.exec(header); match !== null; match = PIECE.exec(header)) {
    const [, name, quoted, bare, scheme] = match
    if (name === undefined) {
      isOAuth = scheme?.toLowerCase() === 'oauth'
      continue
    }
    if (!isOAuth) continue
    try {
      parameters.push([
        percentDecode(name),
        percentDecode(quoted?.replace(/\\(.)/g, '$1') ?? bare ?? ''),
      ])
    } catch {
      // An advice with a stray "%" must not hide the problem beside it.
    }
  }
  return parameters
}
