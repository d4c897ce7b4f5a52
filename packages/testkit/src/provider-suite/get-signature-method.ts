import type { ConfiguredConsumer, ProviderConfig } from './provider-config.js'

/** Returns the default signature method of a consumer. */
export function getSignatureMethod(consumer: ConfiguredConsumer, config: ProviderConfig): string {
  if (consumer.signatureMethod !== undefined) return consumer.signatureMethod
  if (consumer.secret === undefined) return 'RSA-SHA1'
  return consumer === config.plaintextConsumer ? 'PLAINTEXT' : 'HMAC-SHA1'
}
