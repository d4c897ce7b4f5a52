import { constantTimeEqual } from '@oauthplus/core'
import type { SignatureMethod } from '@oauthplus/core'

/** Creates the method that takes the key for the text, and the text for the key. */
export function createSwappedMethod(method: SignatureMethod): SignatureMethod {
  const sign: SignatureMethod['sign'] = (baseString, keys) =>
    method.sign(keys.signingKey, { ...keys, signingKey: baseString })
  return {
    ...method,
    // A name of its own keeps this method apart in the search.
    name: `${method.name} swapped`,
    sign,
    verify: async ({ baseString, signature }, keys) =>
      constantTimeEqual(await sign(baseString, keys), signature),
  }
}
