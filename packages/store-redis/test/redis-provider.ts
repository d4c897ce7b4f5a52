// A provider in a separate process, with its records in the Redis of its argument. Prints its address.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

import { redisStore } from '@oauthplus/store-redis'

import { startProviderApp } from '../../../test/provider-app.js'

const [url = ''] = process.argv.slice(2)
// A busy machine takes 0.3 seconds to connect.
const store = redisStore(url, { timeoutSeconds: 0.75 })
await store.migrate()
const unhandled: string[] = []
process.on('unhandledRejection', (reason) => unhandled.push(String(reason)))
process.on('uncaughtException', (error) => unhandled.push(String(error)))
const { origin, provider, consumer } = await startProviderApp({
  store,
  limits: { invalidSignatures: false },
})
const token = await provider.tokens.issue({ consumerKey: consumer.key, userId: 'jane', scopes: [] })

const status = createServer((_request, response) => {
  globalThis.gc?.()
  const { rss } = process.memoryUsage()
  response.setHeader('content-type', 'application/json')
  response.end(JSON.stringify({ residentBytes: rss, unhandled }))
})
await new Promise<void>((resolve) => status.listen(0, '127.0.0.1', resolve))
const statusOrigin = `http://127.0.0.1:${(status.address() as AddressInfo).port}`
console.log(JSON.stringify({ origin, statusOrigin, consumer, token }))
