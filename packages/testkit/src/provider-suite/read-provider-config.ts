import { assertProviderConfig } from '../assert-arguments.js'
import { PROVIDER_FEATURES } from './provider-config.js'
import type { ProviderConfig } from './provider-config.js'

/**
 * Reads a JSON configuration. Without `features`, the provider is expected to support transmission by
 * form and query and out-of-band, as in the RFC.
 *
 * @throws `TypeError` with the invalid property, and without secrets.
 */
export function readProviderConfig(json: string): ProviderConfig {
  let value: unknown
  try {
    value = JSON.parse(json)
  } catch {
    throw new TypeError('The configuration is not JSON.')
  }
  assertProviderConfig('oauthplus-testkit', value)
  assertParts(value as ProviderConfig)
  return value as ProviderConfig
}

function assertParts(config: ProviderConfig): void {
  const { command, url, person } = config.approve
  if (command === undefined && url === undefined && person !== true) {
    throw new TypeError('approve must have a command, a url, or person: true.')
  }
  const unknown = config.features?.find((name) => !PROVIDER_FEATURES.includes(name))
  if (unknown !== undefined) {
    throw new TypeError(
      `features: ${JSON.stringify(unknown)} is not one of ${PROVIDER_FEATURES.join(', ')}.`,
    )
  }
}
