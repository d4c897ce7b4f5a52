import { SIGNATURE_METHODS } from '@oauthplus/core'
import type { SignatureMethod } from '@oauthplus/core'

import type { Consumer } from '../client-options.js'
import type { ServiceProvider } from '../service-provider.js'

/**
 * Gives the method that a Consumer signs with, and makes sure that the Consumer has what it needs.
 *
 * @internal
 */
export function selectSignatureMethod(
  { signatureMethod: given = 'HMAC-SHA1', sendBodyHash }: ServiceProvider,
  consumer: Consumer,
): SignatureMethod {
  const method =
    typeof given === 'string' ? SIGNATURE_METHODS.find(({ name }) => name === given) : given
  if (method === undefined) {
    const names = SIGNATURE_METHODS.map(({ name }) => name).join(', ')
    throw new TypeError(`provider.signatureMethod must be one of ${names}, or a method of your own`)
  }
  // A secret that is absent is not an empty one.
  if (method.family === 'shared-secret' && typeof consumer.secret !== 'string') {
    throw new TypeError(`${method.name} needs consumer.secret`)
  }
  if (method.family === 'public-key' && consumer.privateKey === undefined) {
    throw new TypeError(`${method.name} needs consumer.privateKey`)
  }
  if (sendBodyHash === true && method.bodyHash === undefined) {
    throw new TypeError(
      `${method.name} signs no body hash, so provider.sendBodyHash must not be true`,
    )
  }
  return method
}
