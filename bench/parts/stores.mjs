import { equal } from 'node:assert/strict'
import { performance } from 'node:perf_hooks'

import { measureCpuNanoseconds } from '../compare.mjs'
import { createProviderWithToken, signRequests } from '../provider.mjs'
import { RECORDED_STORES } from '../recorded-stores.mjs'

const REQUESTS_A_ROUND = 150
const BOUNDED = new Set(['PostgreSQL', 'Redis'])

/**
 * Compares `provider.authenticate` on each store with the same statements, sent directly by the
 * store's driver.
 */
export async function createGroups() {
  const all = []
  for (const [name, start] of RECORDED_STORES) {
    const { store, record, close } = await start()
    const { provider, credentials } = await createProviderWithToken(store)
    const authenticate = (request) => provider.authenticate(request, { scope: 'photos' })
    // The first request records that the token was used, which later requests skip. A server also has
    // to load a script once.
    await authenticateAll(authenticate, await signRequests(credentials, 10))
    const [request] = await signRequests(credentials, 1)
    const { repeatAll, count } = await record(() => authenticate(request))
    const title = `provider.authenticate on ${name}, ${count} calls of its driver`
    const baseline = 'the same calls alone'
    for (const [what, measureOf] of [
      ['time', measureWallNanoseconds],
      ['processor time', measureCpuNanoseconds],
    ]) {
      all.push({
        title: `${title}: ${what}`,
        baseline: {
          name: baseline,
          check: repeatAll,
          measure: () => measureOf(REQUESTS_A_ROUND, () => measureTimes(repeatAll)),
        },
        rows: [
          {
            name: 'authenticate',
            ...(what === 'time' && BOUNDED.has(name) && { atMost: 1.15 }),
            check: async () => {
              const [once] = await signRequests(credentials, 1)
              equal((await authenticate(once)).ok, true)
              equal((await authenticate(once)).ok, false)
            },
            async measure() {
              const requests = await signRequests(credentials, REQUESTS_A_ROUND)
              return measureOf(REQUESTS_A_ROUND, () => authenticateAll(authenticate, requests))
            },
            ...(what === 'processor time' && { close }),
          },
        ],
      })
    }
  }
  return all
}

async function authenticateAll(authenticate, requests) {
  for (const request of requests) {
    const { ok } = await authenticate(request)
    if (!ok) throw new Error('a request was refused')
  }
}

async function measureTimes(run) {
  for (let count = 0; count < REQUESTS_A_ROUND; count++) await run()
}

async function measureWallNanoseconds(runs, run) {
  const start = performance.now()
  await run()
  return ((performance.now() - start) * 1e6) / runs
}
