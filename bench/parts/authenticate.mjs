import { equal } from 'node:assert/strict'

import { HASH_ALONE } from '../fixture.mjs'
import { createMemoryProvider, signRequests } from '../provider.mjs'
import { measureCpuNanoseconds } from '../compare.mjs'

const REQUESTS_A_ROUND = 2000
// After this many rounds everything is compiled, and the compiler does not disturb the measurement.
const WARM_UP_ROUNDS = 10

/**
 * Measures `provider.authenticate` as a whole. Each request is used once, because its nonce is then
 * used up.
 */
export async function createGroups() {
  const { provider, credentials } = await createMemoryProvider()
  const authenticateAll = async () => {
    const requests = await signRequests(credentials, REQUESTS_A_ROUND)
    return measureCpuNanoseconds(REQUESTS_A_ROUND, async () => {
      for (const request of requests) await provider.authenticate(request, { scope: 'photos' })
    })
  }
  return [
    {
      title: 'provider.authenticate: signature, token, User, scope and nonce',
      baseline: HASH_ALONE,
      rows: [
        {
          name: 'memory store',
          atMost: 4.5,
          measure: authenticateAll,
          check: async () => {
            const [request] = await signRequests(credentials, 1)
            equal((await provider.authenticate(request, { scope: 'photos' })).ok, true)
            equal((await provider.authenticate(request, { scope: 'photos' })).ok, false)
            for (let round = 0; round < WARM_UP_ROUNDS; round++) await authenticateAll()
          },
        },
      ],
    },
  ]
}
