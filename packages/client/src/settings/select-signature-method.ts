import type { SignatureMethod } from '@oauthplus/core'
import { argumentError, resolveSignatureMethod } from '@oauthplus/core/internal'

import type { Consumer } from '../client-options.js'
import type { ServiceProvider } from '../service-provider.js'

/**
 * Returns the method that a Consumer signs with, and makes sure that the Consumer has what it needs.
 *
 * @internal
 */
export function selectSignatureMethod(
  { signatureMethod: given = 'HMAC-SHA1', sendBodyHash }: ServiceProvider,
  consumer: Consumer,
): SignatureMethod {
  const method = resolveSignatureMethod(given, 'provider.signatureMethod')
  // A secret that is absent is not an empty one.
  if (method.family === 'shared-secret' && typeof consumer.secret !== 'string') {
    const remedy =
      consumer.privateKey === undefined
        ? ''
        : '. To sign with the private key, set provider.signatureMethod to RSA-SHA256 or another RSA method'
    throw argumentError(
      `consumer.secret must be given, because ${method.name} needs it${remedy}`,
      'ERR_INVALID_ARG_TYPE',
    )
  }
  if (method.family === 'public-key' && consumer.privateKey === undefined) {
    throw argumentError(
      `consumer.privateKey must be given, because ${method.name} needs it`,
      'ERR_INVALID_ARG_TYPE',
    )
  }
  if (sendBodyHash === true && method.bodyHash === undefined) {
    throw argumentError(
      `provider.sendBodyHash must not be true, because ${method.name} signs no body hash`,
    )
  }
  return method
}
