import { assertProviderConfig } from '../assert-arguments.js'
import { assertConsistentConfig } from './assert-consistent-config.js'
import type { ProviderConfig } from './provider-config.js'

/**
 * Reads a JSON configuration. Without `features`, the provider is expected to support transmission by
 * form and query and out-of-band, as in the RFC.
 *
 * @param json The configuration.
 * @param readPrivateKey Reads the file that `privateKeyFile` of a consumer names, as PEM.
 *
 * @throws `TypeError` with the invalid property, and without secrets.
 */
export function readProviderConfig(
  json: string,
  readPrivateKey: (path: string) => string,
): ProviderConfig {
  const value = replacePrivateKeyFiles(parse(json), readPrivateKey)
  assertProviderConfig('oauthplus-testkit', value)
  assertConsistentConfig(value as ProviderConfig)
  return value as ProviderConfig
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch (error) {
    // The message may repeat a part of the file, which has secrets.
    const position = / at position (\d+)/.exec(String(error))?.[1]
    throw new TypeError(
      `it is not JSON${position === undefined ? '' : describePosition(json, Number(position))}`,
    )
  }
}

function describePosition(json: string, position: number): string {
  const before = json.slice(0, position).split('\n')
  return `: line ${before.length}, column ${(before.at(-1) ?? '').length + 1}`
}

/** Replaces `privateKeyFile` of each consumer by `privateKey`. */
function replacePrivateKeyFiles(value: unknown, readPrivateKey: (path: string) => string): unknown {
  if (!isRecord(value)) return value
  const replaced = Object.entries(value).map(([name, part]) => {
    if (!isRecord(part) || typeof part.privateKeyFile !== 'string') return [name, part] as const
    const { privateKeyFile, ...consumer } = part
    return [name, { ...consumer, privateKey: readPrivateKey(privateKeyFile) }] as const
  })
  return Object.fromEntries(replaced)
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
