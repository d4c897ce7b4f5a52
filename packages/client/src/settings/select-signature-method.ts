import type { SignatureMethod } from '@oauthplus/core'
import { argumentError, resolveSignatureMethod } from '@oauthplus/core/internal'

import type { Consumer } from '../client-options.js'
import type { ServiceProvider } from '../service-provider.js'

/**
 * Returns the signature method of a consumer, and checks that the consumer has the credentials for
 * it.
 *
 * @internal
 */
export function selectSignatureMethod(
  { signatureMethod: given = 'HMAC-SHA1', sendBodyHash }: ServiceProvider,
  consumer: Consumer,
): SignatureMethod {
  const method = resolveSignatureMethod(given, 'provider.signatureMethod')
  // A missing secret is different from an empty one.
  if (method.family === 'shared-secret' && typeof consumer.secret !== 'string') {
    const remedy =
      consumer.privateKey === undefined
        ? ''
        : '. To sign with the private key, set provider.signatureMethod to RSA-SHA256 or another RSA method'
    throw argumentError(
      `consumer.secret is required for ${method.name}${remedy}`,
      'ERR_INVALID_ARG_TYPE',
    )
  }
  if (method.family === 'public-key' && consumer.privateKey === undefined) {
    throw argumentError(
      `consumer.privateKey is required for ${method.name}`,
      'ERR_INVALID_ARG_TYPE',
    )
  }
  if (sendBodyHash === true && method.bodyHash === undefined) {
    throw argumentError(
      `provider.sendBodyHash must not be true, because ${method.name} does not sign a body hash`,
    )
  }
  return method
}
