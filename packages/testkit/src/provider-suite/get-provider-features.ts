import { getRegisteredMethods } from './get-registered-methods.js'
import type { ProviderConfig } from './provider-config.js'

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
  }
  for (const [name, value] of Object.entries(configured))
    if (value !== undefined) features.add(name)
  if (/[a-z]/i.test(new URL(config.resourceUrl).hostname))
    features.add('resourceUrl with a host name')
  for (const method of getRegisteredMethods(config.consumer, config))
    if (/^HMAC-SHA(?:256|512)$/.test(method)) features.add(method.toLowerCase())
  return features
}
