// A provider in a separate process, on a shared store.
import { memoryStore, splitStore } from '@oauthplus/server'
import { postgresStore } from '@oauthplus/store-postgres'
import { redisStore } from '@oauthplus/store-redis'
import { sqliteStore } from '@oauthplus/store-sqlite'

import { measureCpuNanoseconds } from '../compare.mjs'
import { CONSUMER } from '../fixture.mjs'
import { createBenchProvider, createProviderWithToken, signRequests } from '../provider.mjs'

const MAX_CONCURRENT = 8

process.once('message', async ({ urls, token }) => {
  const [records, nonces] = urls.map(openStore)
  const store = nonces ? splitStore({ records, nonces }) : records
  let provider, credentials
  if (token) {
    provider = createBenchProvider(store)
    credentials = { consumer: CONSUMER, token }
  } else {
    await store.migrate?.()
    ;({ provider, credentials } = await createProviderWithToken(store))
  }
  let requests = []
  process.on('message', async ({ task, count }) => {
    if (task === 'sign') {
      requests = await signRequests(credentials, count)
      process.send({ cpuNanoseconds: 0 })
      return
    }
    const cpuNanoseconds = await measureCpuNanoseconds(1, () =>
      Promise.all(
        Array.from({ length: MAX_CONCURRENT }, () => authenticateAll(provider, requests)),
      ),
    )
    process.send({ cpuNanoseconds })
  })
  process.send({ token: credentials.token })
})

function openStore(url) {
  if (url === 'memory:') return memoryStore()
  if (url.startsWith('redis:')) return redisStore(url)
  const quiet = { purgeEverySeconds: false }
  if (url.startsWith('postgres:')) return postgresStore(url, quiet)
  return sqliteStore(url.slice('sqlite:'.length), quiet)
}

async function authenticateAll(provider, requests) {
  for (let request = requests.pop(); request; request = requests.pop()) {
    const result = await provider.authenticate(request, { scope: 'photos' })
    if (result.ok) continue
    // SQLite was busy: as after any 503, the request is sent again.
    if (result.problem.code === 'service_unavailable') requests.push(request)
    else throw new Error(`a request was refused: ${result.problem.code}`)
  }
}
