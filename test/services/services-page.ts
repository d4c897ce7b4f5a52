import * as prettier from 'prettier'

import type { Fact, ServiceFacts } from '../../packages/client/src/presets/facts/service-facts.js'
import { SERVICE_FACTS } from '../../packages/client/src/presets/facts/all-facts.js'
import { EVERY_PRESET } from '../../packages/client/test/presets/every-preset.js'

type Trait = keyof ServiceFacts

/** Pages of the guide about one service. */
const PAGES_OF_SERVICES: Readonly<Record<string, string>> = {
  discogs: 'discogs.md',
  flickr: 'flickr.md',
  jira: 'jira.md',
  lti11: 'lti.md',
  magento2: 'magento.md',
  netsuite: 'netsuite.md',
  woocommerce: 'woocommerce.md',
  x: 'x.md',
}

const HEAD = `---
title: Services
category: Calling a provider
---

# Services

This page lists the requirements of the services that have [presets](presets.md), and how the presets sign. \`npm run measure -- services\`
writes it from \`packages/client/src/presets/facts\`, which contains the source of each fact and the date of its last check. Nobody has run a
preset against the live service yet.

An asterisk (\\*) marks an assumption of the preset: the documentation of the service does not state the fact.
`

/** Writes the page from the facts. */
export async function renderServicesPage(page: string): Promise<string> {
  const text = [
    HEAD,
    '## Signatures, errors and uploads\n',
    renderTable(['flow', 'place', 'method', 'body', 'errors', 'uploads']),
    '## Hosts, realms, nonces and end of support\n',
    renderTable(['hosts', 'realm', 'nonce', 'end']),
    '## Sources\n',
    ...names().map(renderSources),
  ].join('\n')
  const options = await prettier.resolveConfig(page)
  return prettier.format(text, { ...options, parser: 'markdown' })
}

function names(): readonly string[] {
  return Object.keys(SERVICE_FACTS)
}

function factsOf(name: string): ServiceFacts {
  const facts = SERVICE_FACTS[name]
  if (facts === undefined) throw new Error(`There are no facts about ${name}.`)
  return facts
}

function serviceOf(name: string): string {
  const preset = EVERY_PRESET[name]
  if (preset === undefined) throw new Error(`There is no preset ${name}.`)
  return preset.notes.service
}

function renderTable(traits: readonly Trait[]): string {
  const rows = names().map((name) => {
    const page = PAGES_OF_SERVICES[name]
    const service = page === undefined ? serviceOf(name) : `[${serviceOf(name)}](${page})`
    const facts = factsOf(name)
    return [service, ...traits.map((trait) => cellOf(facts[trait]))]
  })
  return `${[['service', ...traits], traits.map(() => '---').concat('---'), ...rows]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n')}\n`
}

function cellOf({ text, isSilent }: Fact): string {
  return `${text.replaceAll('|', '\\|')}${isSilent === true ? ' \\*' : ''}`
}

function renderSources(name: string): string {
  const bySource = new Map<string, Set<string>>()
  for (const [trait, { source, checkedOn, isSilent }] of Object.entries(factsOf(name)) as [
    Trait,
    Fact,
  ][]) {
    if (isSilent === true) continue
    const day =
      checkedOn === undefined ? 'could not be read at the last check' : `read ${checkedOn}`
    const key = `<${source}>, ${day}`
    bySource.set(key, (bySource.get(key) ?? new Set()).add(trait))
  }
  const lines = [...bySource].map(([source, traits]) => `- ${[...traits].join(', ')}: ${source}`)
  return `### ${serviceOf(name)}\n\n${lines.join('\n')}\n`
}
