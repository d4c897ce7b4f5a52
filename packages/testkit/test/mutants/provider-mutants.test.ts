import { expect, it } from 'vitest'

import { testProvider } from '../../src/index.js'
import { startBaseProvider } from './base-provider.js'
import { MORE_PROVIDER_MUTANTS } from './more-provider-mutants.js'
import { PROVIDER_MUTANTS } from './provider-mutants.js'
import { SHARED_PROVIDER_MUTANTS } from './shared-provider-mutants.js'

it('finds nothing in the base that the mutants are made of', { timeout: 60_000 }, async () => {
  const { config, close } = await startBaseProvider()
  const { results } = await testProvider(config).finally(close)
  const departures = results.filter(
    ({ status }) => status !== 'passed' && status !== 'not applicable',
  )
  expect(departures.map(({ id, expected, found }) => [id, expected, found])).toEqual([])
})

it.each([...PROVIDER_MUTANTS, ...MORE_PROVIDER_MUTANTS])(
  'catches %s: %s',
  { timeout: 60_000 },
  async (fault, _sentence, check) => {
    const { config, close } = await startBaseProvider((name) => name === fault)
    const { results } = await testProvider(config, { only: [check] }).finally(close)
    const [result] = results
    expect(['failed', 'warning', 'note']).toContain(result?.status)
    expect(result?.expected).not.toBe('the check to run')
  },
)

it.each(SHARED_PROVIDER_MUTANTS)(
  'catches %s by each of %j',
  { timeout: 60_000 },
  async (fault, checks) => {
    const { config, close } = await startBaseProvider((name) => name === fault)
    const { results } = await testProvider(config, { only: checks }).finally(close)
    const missed = results.filter(({ status }) => !['failed', 'warning', 'note'].includes(status))
    expect(missed.map(({ id, status }) => [id, status])).toEqual([])
  },
)
