import type { ServiceProvider } from '@oauthplus/client'
import type { Preset } from '@oauthplus/client/presets'
import {
  bricklink,
  discogs,
  evernote,
  fatsecret,
  flickr,
  garmin,
  instapaper,
  jira,
  lti11,
  magento2,
  mastercard,
  mediawiki,
  netsuite,
  nounProject,
  plurk,
  schoology,
  smugmug,
  trello,
  tumblr,
  woocommerce,
  x,
  zotero,
} from '@oauthplus/client/presets'

import { createUsageFailure } from '../failure.js'
import type { NamedPreset } from '../profiles/profile.js'

type CreatePreset = (installation: {
  readonly site: string
  readonly consumerKey: string
}) => Preset

/** Services with one installation. */
const SERVICES: Readonly<Record<string, Preset | undefined>> = {
  bricklink,
  discogs,
  evernote,
  fatsecret,
  flickr,
  garmin,
  instapaper,
  lti11,
  mastercard,
  'noun-project': nounProject,
  plurk,
  smugmug,
  trello,
  tumblr,
  x,
  zotero,
}

/** Services with many installations, specified by `site`. */
const INSTALLATIONS: Readonly<Record<string, CreatePreset>> = {
  jira: ({ site }) => jira({ baseUrl: site }),
  magento2: ({ site }) => magento2({ storeUrl: site }),
  mediawiki: ({ site, consumerKey }) => mediawiki({ indexUrl: site, consumerKey }),
  netsuite: ({ site }) => netsuite({ accountId: site }),
  schoology: ({ site }) => schoology({ host: site }),
  woocommerce: ({ site }) => woocommerce({ storeUrl: site }),
  'woocommerce-legacy': ({ site }) => woocommerce({ storeUrl: site, legacy: true }),
}

/** The presets with many installations, all of which sign in the same dialect. */
export const INSTALLATIONS_WITH_DIALECT: readonly string[] = [
  'magento2',
  'woocommerce',
  'woocommerce-legacy',
]

/** The names of all presets. */
export const PRESET_NAMES: readonly string[] = [
  ...Object.keys(SERVICES),
  ...Object.keys(INSTALLATIONS),
].sort()

/** Example sites for services that each owner installs at a different URL. */
const SITES: Readonly<Record<string, string>> = { netsuite: '1234567', schoology: 'site.invalid' }

/** Finds a preset by its name. */
export function findPreset({ preset, site }: NamedPreset, consumerKey: string): ServiceProvider {
  const service = Object.hasOwn(SERVICES, preset) ? SERVICES[preset] : undefined
  if (service !== undefined) {
    if (site !== undefined)
      throw createUsageFailure(`${preset} has only one installation: omit --site`)
    return service
  }
  const make = Object.hasOwn(INSTALLATIONS, preset) ? INSTALLATIONS[preset] : undefined
  if (make === undefined)
    throw createUsageFailure(`There is no preset ${preset}. Use one of ${PRESET_NAMES.join(', ')}`)
  if (site === undefined) throw createUsageFailure(`The preset ${preset} requires --site`)
  return make({ site, consumerKey })
}

/** Finds the dialect of a preset, which is the same for each of its installations. */
export function findPresetDialect(preset: string): ServiceProvider['dialect'] {
  if (Object.hasOwn(SERVICES, preset)) return SERVICES[preset]?.dialect
  if (!INSTALLATIONS_WITH_DIALECT.includes(preset)) return undefined
  return findAnyInstallation(preset)?.dialect
}

/** Returns the name of the service of a preset, such as `Magento 2`. */
export function getServiceName(preset: string): string {
  const { notes } = SERVICES[preset] ?? findAnyInstallation(preset) ?? {}
  const service = notes?.service ?? preset
  return preset === 'woocommerce-legacy' ? `${service}, legacy API` : service
}

function findAnyInstallation(preset: string): Preset | undefined {
  const site = SITES[preset] ?? 'https://site.invalid'
  return INSTALLATIONS[preset]?.({ site, consumerKey: 'key' })
}

/** Finds the preset of a service by the host of a URL. */
export function findPresetOfHost(url: string): string | undefined {
  if (!URL.canParse(url)) return undefined
  const { hostname } = new URL(url)
  const [name] =
    Object.entries(SERVICES).find(([, service]) => listHosts(service).includes(hostname)) ?? []
  return name
}

function listHosts(service: ServiceProvider | undefined): readonly string[] {
  const urls = [...(service?.origins ?? []), service?.requestTokenUrl, service?.accessTokenUrl]
  return urls.flatMap((url) => (url === undefined ? [] : [new URL(url).hostname]))
}
