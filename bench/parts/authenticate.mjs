import { equal } from 'node:assert/strict'

import { HASH_ALONE } from '../fixture.mjs'
import { memoryProvider, signedRequests } from '../provider.mjs'
import { cpuNanosecondsOf } from '../compare.mjs'

const REQUESTS_A_ROUND = 2000

/** `provider.authenticate`, everything included. Each request comes once: its nonce is used up. */
export async function groups() {
  const { provider, credentials } = await memoryProvider()
  const authenticateAll = async () => {
    const requests = await signedRequests(credentials, REQUESTS_A_ROUND)
    return cpuNanosecondsOf(REQUESTS_A_ROUND, async () => {
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
          atMost: 5,
          measure: authenticateAll,
          check: async () => {
            const [request] = await signedRequests(credentials, 1)
            equal((await provider.authenticate(request, { scope: 'photos' })).ok, true)
            equal((await provider.authenticate(request, { scope: 'photos' })).ok, false)
            await authenticateAll()
          },
        },
      ],
    },
  ]
}
