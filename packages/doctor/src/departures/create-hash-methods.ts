import { constantTimeEqual } from '@oauthplus/core'
import type { SignatureMethod } from '@oauthplus/core'
import { digest } from '@oauthplus/core/internal'

type JoinKey = (baseString: string, key: string) => string

const JOINS: readonly (readonly [name: string, join: JoinKey])[] = [
  ['hash', (baseString) => baseString],
  ['hash after key', (baseString, key) => key + baseString],
  ['hash before key', (baseString, key) => baseString + key],
  ['hash before & and key', (baseString, key) => `${baseString}&${key}`],
]

/**
 * Creates the methods that use a plain hash instead of an HMAC: without the key, or with the key
 * concatenated.
 */
export function createHashMethods({
  family,
  bodyHash,
}: SignatureMethod): readonly SignatureMethod[] {
  if (family === 'public-key' || bodyHash === undefined) return []
  return JOINS.map(([joinName, join]): SignatureMethod => {
    const sign: SignatureMethod['sign'] = (baseString, { signingKey }) =>
      digest(join(baseString, signingKey), bodyHash)
    return {
      // A distinct name separates these methods in the search.
      name: `${bodyHash} ${joinName}`,
      family,
      bodyHash,
      sign,
      verify: async ({ baseString, signature }, keys) =>
        constantTimeEqual(await sign(baseString, keys), signature),
    }
  })
}
