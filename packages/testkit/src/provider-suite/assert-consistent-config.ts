import { PROVIDER_FEATURES } from './provider-config.js'
import type { ProviderConfig } from './provider-config.js'

/** Asserts that the parts of a valid configuration fit together. Throws a `TypeError` without secrets. */
export function assertConsistentConfig(config: ProviderConfig): void {
  const { consumer, otherConsumer, approve } = config
  if (approve.command === undefined && approve.url === undefined && approve.person !== true)
    throw new TypeError('approve must have a command, a url, or person: true.')
  if (consumer.secret === undefined && consumer.privateKey === undefined)
    throw new TypeError('consumer must have a secret or a privateKey.')
  if (otherConsumer?.key === consumer.key)
    throw new TypeError('otherConsumer must have another key than consumer.')
  const unknown = config.features?.find((name) => !PROVIDER_FEATURES.includes(name))
  if (unknown !== undefined) {
    throw new TypeError(
      `features: ${JSON.stringify(unknown)} is not one of ${PROVIDER_FEATURES.join(', ')}.`,
    )
  }
}
