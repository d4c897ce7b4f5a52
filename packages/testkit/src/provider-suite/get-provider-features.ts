import { getRegisteredMethods } from './get-registered-methods.js'
import { getSignatureMethod } from './get-signature-method.js'
import type { ProviderConfig } from './provider-config.js'

/** The feature of a consumer that signs with a shared secret. */
export const SHARED_SECRET = 'a consumer with a secret'
/** The feature of a consumer whose method signs the request: any except PLAINTEXT. */
export const SIGNATURE = 'a consumer that signs its requests'

/** Returns all features that a configuration declares. */
export function getProviderFeatures(config: ProviderConfig): ReadonlySet<string> {
  const features = new Set(
    config.features ?? ['form-transmission', 'query-transmission', 'out-of-band'],
  )
  const configured = {
    otherConsumer: config.otherConsumer,
    rsaConsumer: config.rsaConsumer,
    plaintextConsumer: config.plaintextConsumer,
    twoLeggedConsumer: config.twoLeggedConsumer,
    xauth: config.xauth,
    anyPathUrl: config.anyPathUrl,
    userHeaders: config.userHeaders,
    clockUrl: config.clockUrl,
    requestTokenLifetimeSeconds: config.requestTokenLifetimeSeconds,
    accessTokenLifetimeSeconds: config.accessTokenLifetimeSeconds,
    disabledConsumer: config.disabledConsumer,
    forbiddenUrl: config.forbiddenUrl,
    revokeUrl: config.revokeUrl,
  }
  for (const [name, value] of Object.entries(configured))
    if (value !== undefined) features.add(name)
  if (/[a-z]/i.test(new URL(config.resourceUrl).hostname))
    features.add('resourceUrl with a host name')
  const method = getSignatureMethod(config.consumer, config)
  if (!method.startsWith('RSA-')) features.add(SHARED_SECRET)
  if (method !== 'PLAINTEXT') features.add(SIGNATURE)
  if (config.tokenMethod === 'GET') features.delete('form-transmission')
  for (const registered of getRegisteredMethods(config.consumer, config))
    if (/^HMAC-SHA(?:256|512)$/.test(registered)) features.add(registered.toLowerCase())
  return features
}
