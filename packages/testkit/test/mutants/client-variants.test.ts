import { expect, it } from 'vitest'

import { testConsumer } from '../../src/index.js'
import { createBaseClient } from './base-client.js'
import { CLIENT_VARIANTS } from './client-variants.js'

// No process starts a function again.
const NEVER_APPLICABLE = ['nonce.restart']

it.each(CLIENT_VARIANTS)(
  'finds no failure in a client that %s',
  { timeout: 60_000 },
  async (_what, { behaviors, advised = [], notApplicable = [] }) => {
    const client = createBaseClient((name) => behaviors.includes(name))
    const { results } = await testConsumer(client)
    const departures = results.filter(
      ({ status }) => status !== 'passed' && status !== 'not applicable',
    )
    const failures = departures.filter(({ status }) => status === 'failed')
    expect(failures.map(({ id, expected, found }) => [id, expected, found])).toEqual([])
    expect(departures.map(({ id }) => id).sort()).toEqual([...advised].sort())
    const skipped = results.filter(
      ({ status, found = '' }) => status === 'not applicable' && !found.includes('declare'),
    )
    const expected = [...notApplicable, ...NEVER_APPLICABLE]
    expect(skipped.map(({ id }) => id).sort()).toEqual([...expected].sort())
    expect(results.filter(({ status }) => status === 'passed').length).toBeGreaterThan(80)
  },
)
