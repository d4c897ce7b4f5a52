import { getSignatureMethod } from './get-signature-method.js'
import type { ConfiguredConsumer, ProviderConfig } from './provider-config.js'

/** Returns the signature methods that a configuration declares or uses for the key of a consumer. */
export function getRegisteredMethods(
  { key }: ConfiguredConsumer,
  config: ProviderConfig,
): ReadonlySet<string> {
  const { consumer, otherConsumer, rsaConsumer, plaintextConsumer, twoLeggedConsumer, xauth } =
    config
  const methods = [
    consumer,
    otherConsumer,
    rsaConsumer,
    plaintextConsumer,
    twoLeggedConsumer,
    xauth,
  ].flatMap((known) =>
    known?.key === key ? [getSignatureMethod(known, config), ...(known.methods ?? [])] : [],
  )
  return new Set(methods)
}
