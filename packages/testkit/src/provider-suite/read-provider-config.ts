import { assertProviderConfig } from '../assert-arguments.js'
import { assertConsistentConfig } from './assert-consistent-config.js'
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
  assertConsistentConfig(withoutKeyFile(value as ProviderConfig))
  return value as ProviderConfig
}

/** The command line reads the private key of a file later. */
function withoutKeyFile(config: ProviderConfig): ProviderConfig {
  const { consumer } = config
  return 'privateKeyFile' in consumer
    ? { ...config, consumer: { ...consumer, privateKey: '' } }
    : config
}
