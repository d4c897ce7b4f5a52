import { constantTimeEqual } from '@oauthplus/core'
import type { SignatureMethod } from '@oauthplus/core'

/** Creates the method that swaps the key and the message. */
export function createSwappedMethod(method: SignatureMethod): SignatureMethod {
  const sign: SignatureMethod['sign'] = (baseString, keys) =>
    method.sign(keys.signingKey, { ...keys, signingKey: baseString })
  return {
    ...method,
    // A distinct name separates this method in the search.
    name: `${method.name} swapped`,
    sign,
    verify: async ({ baseString, signature }, keys) =>
      constantTimeEqual(await sign(baseString, keys), signature),
  }
}
