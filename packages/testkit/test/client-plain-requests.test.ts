import { expect, it } from 'vitest'

import { testConsumer } from '../src/index.js'
import type { ClientFunction } from '../src/index.js'
import { createBaseClient } from './mutants/base-client.js'

/** A client that signs every request with another secret. */
const client: ClientFunction = (task) =>
  createBaseClient()({ ...task, consumer: { ...task.consumer, secret: 'another-secret' } })

it('reports a wrong signature once, and judges no other signature', async () => {
  const only = ['request.signature', 'query', 'form.plain', 'retry.resource', 'nonce.unique']
  const { results } = await testConsumer(client, { only })
  const failed = results.filter(({ status }) => status === 'failed')
  expect(failed.map(({ id }) => id)).toEqual(['request.signature'])
  const unjudged = results.filter(({ status }) => status === 'cannot be judged')
  expect(unjudged.length).toBeGreaterThan(30)
  for (const { found } of unjudged) expect(found).toContain('see request.signature')
  expect(results.find(({ id }) => id === 'nonce.unique')?.status).toBe('passed')
})
