import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

import type { ServiceProvider } from '@oauthplus/client'
import { describe, expect, it } from 'vitest'

import { SERVICE_FACTS } from '../../packages/client/src/presets/facts/all-facts.js'
import type { Fact } from '../../packages/client/src/presets/facts/service-facts.js'
import { EVERY_PRESET } from '../../packages/client/test/presets/every-preset.js'
import { renderServicesPage } from './services-page.js'

const PAGE = fileURLToPath(new URL('../../docs/guide/services.md', import.meta.url))

it('docs/guide/services.md is what npm run measure -- services writes', async () => {
  expect(readFileSync(PAGE, 'utf8')).toBe(await renderServicesPage(PAGE))
})

it('there are facts about each preset, and about nothing else', () => {
  expect(Object.keys(SERVICE_FACTS)).toEqual(Object.keys(EVERY_PRESET).sort())
})

describe.each(Object.entries(SERVICE_FACTS))('the facts about %s', (name, facts) => {
  const preset = EVERY_PRESET[name]

  it('each have a source and the day of a check', () => {
    for (const fact of Object.values(facts) as Fact[]) {
      expect(new URL(fact.source).protocol).toMatch(/^https?:$/)
      expect(fact.text).toMatch(/^[A-Z`a-z0-9].*\.$/)
      expect(fact.checkedOn ?? '2026-11-29').toMatch(/^20\d\d-[01]\d-[0-3]\d$/)
    }
  })

  it('are what the preset does', () => {
    expect({
      hosts: preset && hostsOf(preset),
      place: [preset?.transmission ?? 'header'],
      method: [preset?.signatureMethod],
      realm: preset?.realm === undefined ? undefined : [preset.realm],
      end: preset?.notes.endsOn === undefined ? undefined : [preset.notes.endsOn],
    }).toEqual({
      hosts: facts.hosts.values,
      place: facts.place.values,
      method: facts.method.values,
      realm: facts.realm.values,
      end: facts.end.values,
    })
  })
})

function hostsOf(preset: ServiceProvider): readonly string[] {
  const { requestTokenUrl, authorizeUrl, accessTokenUrl, origins = [] } = preset
  const urls = [requestTokenUrl, authorizeUrl, accessTokenUrl, ...origins]
  const hosts = urls.flatMap((url) => (url === undefined ? [] : [new URL(url).hostname]))
  return [...new Set(hosts)].sort()
}
