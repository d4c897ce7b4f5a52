// A Provider in a process of its own, on a store that it shares with others.
import { postgresStore } from '@oauthplus/store-postgres'
import { redisStore } from '@oauthplus/store-redis'

import { CONSUMER } from '../fixture.mjs'
import { createBenchProvider, createProviderWithToken, signRequests } from '../provider.mjs'

const MAX_CONCURRENT = 8

process.once('message', async ({ url, token }) => {
  const store = url.startsWith('postgres:')
    ? postgresStore(url, { purgeEverySeconds: false })
    : redisStore(url)
  let provider, credentials
  if (token) {
    provider = createBenchProvider(store)
    credentials = { consumer: CONSUMER, token }
  } else {
    await store.migrate()
    ;({ provider, credentials } = await createProviderWithToken(store))
  }
  let requests = []
  process.on('message', async ({ task, count }) => {
    if (task === 'sign') requests = await signRequests(credentials, count)
    else
      await Promise.all(
        Array.from({ length: MAX_CONCURRENT }, () => authenticateAll(provider, requests)),
      )
    process.send('done')
  })
  process.send({ token: credentials.token })
})

async function authenticateAll(provider, requests) {
  for (let request = requests.pop(); request; request = requests.pop()) {
    const result = await provider.authenticate(request, { scope: 'photos' })
    if (!result.ok) throw new Error(`a request was refused: ${result.problem.code}`)
  }
}
