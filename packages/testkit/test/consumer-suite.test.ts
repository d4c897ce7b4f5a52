import { expect, it } from 'vitest'

import { testConsumer } from '../src/index.js'
import { createOAuthplusConsumer } from './oauthplus-consumer.js'

it('finds nothing in the client of oauthplus', { timeout: 60_000 }, async () => {
  const { results, counts } = await testConsumer(createOAuthplusConsumer())
  const departures = results
    .filter(({ status }) => status !== 'passed')
    .map(({ id, status, expected, found }) => [id, status, expected, found])
  expect(departures).toEqual([
    ['nonce.restart', 'not applicable', undefined, 'a function cannot be started again'],
  ])
  expect(counts.passed).toBeGreaterThan(150)
})
