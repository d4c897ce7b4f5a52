// Runs under node:test what the testkit offers to every test runner; test-provider.test.ts starts it.
import assert from 'node:assert/strict'
import { it } from 'node:test'

import { createClient } from '@oauthplus/client'
import { memoryStore } from '@oauthplus/server'
import { createTestProvider } from '@oauthplus/testkit'
import { storeContract } from '@oauthplus/testkit/store-contract'

void it('lets an application be tested in three lines', async () => {
  const provider = await createTestProvider()
  const { token, consumer, origin } = provider
  const client = createClient({ provider: {}, consumer })
  const response = await client.withToken(token).fetch(`${origin}/photos?size=original`)
  assert.deepEqual(await response.json(), { user: 'jane' })
  assert.deepEqual(provider.requests.at(-1)?.parameters, [['size', 'original']])
  await provider.close()
})

for (const { name, run } of storeContract(() => memoryStore(), { createFullStore: memoryStore })) {
  void it(name, run)
}
