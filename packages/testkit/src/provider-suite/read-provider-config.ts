import { assertProviderConfig } from '../assert-arguments.js'
import { PROVIDER_FEATURES } from './provider-config.js'
import type { ProviderConfig } from './provider-config.js'

/**
 * Reads a configuration that came as JSON. Where `features` is absent, transmission by form and
 * query and out-of-band are taken to be there, as the RFC has them.
 *
 * @throws `TypeError` that names what is wrong, and repeats no secret.
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
      `features: ${JSON.stringify(unknown)} is none of ${PROVIDER_FEATURES.join(', ')}.`,
    )
  }
}
