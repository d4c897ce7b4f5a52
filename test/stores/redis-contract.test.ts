import { storeContract } from '@oauthplus/server/store-contract'
import { redisStore } from '@oauthplus/store-redis'
import type { RedisClient } from '@oauthplus/store-redis'
import { createClient, createCluster } from 'redis'
import { afterAll, beforeAll, describe, it } from 'vitest'

import { HAS_REDIS, requireRedis, startRedis, startRedisCluster } from '../servers/redis.js'
import type { RedisServer } from '../servers/redis.js'
import { inTurn } from './in-turn.js'

interface Where {
  readonly servers: readonly RedisServer[]
  stop(): Promise<void>
}

describe.each([
  [
    'one server',
    startOne,
    ({ servers: [server] }: Where) => createClient({ url: server?.url ?? '' }),
  ],
  [
    'a Cluster of three nodes',
    startRedisCluster,
    ({ servers }: Where) => createCluster({ rootNodes: servers.map(({ url }) => ({ url })) }),
  ],
] as const)('the contract on %s', (_where, start, createRedisClient) => {
  let where: Where
  let clients: readonly RedisClient[]
  let stores = 0

  beforeAll(async () => {
    if (!HAS_REDIS) return
    where = await start()
    clients = [1, 2, 3].map(() => createRedisClient(where))
  }, 30_000)

  afterAll(async () => {
    if (!HAS_REDIS) return
    for (const client of clients) client.destroy()
    await where.stop()
  })

  function createStore() {
    const prefix = `test${++stores}:`
    return inTurn(clients.map((client) => redisStore(client, { prefix })))
  }

  for (const { name, run } of storeContract(createStore)) {
    it(name, async (test) => {
      requireRedis(test)
      await run()
    })
  }
})

async function startOne(): Promise<Where> {
  const server = await startRedis()
  return { servers: [server], stop: () => server.stop() }
}
