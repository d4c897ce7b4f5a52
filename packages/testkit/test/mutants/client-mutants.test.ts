import { expect, it } from 'vitest'

import { testConsumer } from '../../src/index.js'
import { createBaseClient } from './base-client.js'
import { CLIENT_MUTANTS } from './client-mutants.js'

it('finds nothing in the client that the mutants are made of', { timeout: 60_000 }, async () => {
  const { results } = await testConsumer(createBaseClient())
  const departures = results.filter(({ status }) => status !== 'passed')
  expect(departures.map(({ id, expected, found }) => [id, expected, found])).toEqual([
    ['nonce.restart', undefined, 'a function cannot be started again'],
  ])
})

it.each(CLIENT_MUTANTS)('catches %s: %s', { timeout: 30_000 }, async (fault, _sentence, check) => {
  const client = createBaseClient((name) => name === fault)
  const [result] = (await testConsumer(client, { only: [check] })).results
  expect(['failed', 'warning', 'note']).toContain(result?.status)
  expect(result?.expected).not.toBe('the check to run')
})
