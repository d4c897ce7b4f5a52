import { afterEach, expect, it, vi } from 'vitest'

import { testProvider } from '../../src/index.js'
import { startBaseProvider } from './base-provider.js'
import { PROVIDER_VARIANTS } from './provider-variants.js'

afterEach(() => {
  vi.unstubAllEnvs()
})

it.each(PROVIDER_VARIANTS)(
  'finds no failure in a provider that %s',
  { timeout: 180_000 },
  async (
    _what,
    { behaviors = [], consumers, transport, configure = (config) => config, ...expected },
  ) => {
    const { config, close } = await startBaseProvider(
      (name) => behaviors.includes(name),
      consumers,
      transport,
    )
    // The certificate is signed by nobody.
    if (transport === 'tls') vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0')
    const { results } = await testProvider(configure(config)).finally(close)
    const departures = results.filter(
      ({ status }) => status !== 'passed' && status !== 'not applicable',
    )
    const failures = departures.filter(({ status }) => status === 'failed')
    expect(failures.map(({ id, expected, found }) => [id, expected, found])).toEqual([])
    expect(departures.map(({ id }) => id).sort()).toEqual([...(expected.advised ?? [])].sort())
    const idsOf = (sought: string): readonly string[] =>
      results.filter(({ status }) => status === sought).map(({ id }) => id)
    expect(idsOf('passed')).toEqual(expect.arrayContaining([...(expected.passed ?? [])]))
    expect(idsOf('not applicable')).toEqual(
      expect.arrayContaining([...(expected.notApplicable ?? [])]),
    )
  },
)
