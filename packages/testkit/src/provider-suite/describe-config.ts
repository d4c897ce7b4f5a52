import { getRegisteredMethods } from './get-registered-methods.js'
import type { ConfiguredConsumer, ProviderConfig } from './provider-config.js'

const URLS = [
  'requestTokenUrl',
  'authorizeUrl',
  'accessTokenUrl',
  'resourceUrl',
  'anyPathUrl',
  'twoLeggedUrl',
  'forbiddenUrl',
  'revokeUrl',
  'clockUrl',
  'callback',
] as const
const CONSUMERS = [
  'consumer',
  'otherConsumer',
  'rsaConsumer',
  'plaintextConsumer',
  'disabledConsumer',
  'twoLeggedConsumer',
  'xauth',
] as const

const LIFETIMES = ['requestTokenLifetimeSeconds', 'accessTokenLifetimeSeconds'] as const

/** Describes a configuration for a report: names and values, without secrets, passwords and queries of URLs. */
export function describeConfig(config: ProviderConfig): readonly (readonly [string, string])[] {
  const { approve, features, userHeaders = {}, tokenMethod } = config
  return [
    ...URLS.map((name) => [name, describeUrl(config[name])] as const),
    ['approve', describeApproval(approve)] as const,
    ...CONSUMERS.map((name) => [name, describeConsumer(config[name], config)] as const),
    ['features', features?.join(', ')] as const,
    ['userHeaders', Object.keys(userHeaders).join(', ')] as const,
    ['tokenMethod', tokenMethod] as const,
    ...LIFETIMES.map((name) => [name, config[name]?.toString()] as const),
  ].flatMap(([name, value]) =>
    value === undefined || value === '' ? [] : [[name, value] as const],
  )
}

function describeUrl(url: string | undefined): string | undefined {
  if (url === undefined || !URL.canParse(url)) return url === undefined ? undefined : '…'
  const { protocol, host, pathname, search } = new URL(url)
  return `${protocol}//${host}${pathname}${search === '' ? '' : '?…'}`
}

function describeApproval({ command, url }: ProviderConfig['approve']): string {
  if (command !== undefined) return 'a command decides'
  return url === undefined ? 'a person decides' : 'a URL decides'
}

function describeConsumer(
  consumer: ConfiguredConsumer | undefined,
  config: ProviderConfig,
): string | undefined {
  if (consumer === undefined) return undefined
  const methods = [...getRegisteredMethods(consumer, config)].join(', ')
  const actsForItself = consumer.allowsTwoLegged === true ? ', may act for itself' : ''
  return `${consumer.key} (${methods}${actsForItself})`
}
