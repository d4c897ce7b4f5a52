import { expect, it } from 'vitest'

import { testProvider } from '../src/index.js'
import { startBaseProvider } from './mutants/base-provider.js'

const only = ['request-token.transport', 'access-token.transport']

it('does not apply the transport checks to http on a loopback address', async () => {
  const { config, close } = await startBaseProvider()
  const { results, ok } = await testProvider(config, { only }).finally(close)
  expect(results.map(({ id, status, found }) => [id, status, found])).toEqual(
    only.map((id) => [id, 'not applicable', 'the provider uses http on a loopback address']),
  )
  expect(ok).toBe(true)
})
