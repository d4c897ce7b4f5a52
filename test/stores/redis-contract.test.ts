import { sealedStore } from '@oauthplus/server'
import type { Store } from '@oauthplus/server'
import { storeContract } from '@oauthplus/server/store-contract'
import { redisStore } from '@oauthplus/store-redis'
import type { RedisClient } from '@oauthplus/store-redis'
import { createClient, createCluster } from 'redis'
import { afterAll, beforeAll, describe, it } from 'vitest'

import { HAS_REDIS, requireRedis, startRedis, startRedisCluster } from '../servers/redis.js'
import type { RedisServer } from '../servers/redis.js'
import { inTurn } from './in-turn.js'
import { SEALED_STORE_KEYS } from './sealed-store-keys.js'

interface Where {
  readonly servers: readonly RedisServer[]
  stop(): Promise<void>
}

const ofCluster = ({ servers }: Where): RedisClient =>
  createCluster({ rootNodes: servers.map(({ url }) => ({ url })) })

describe.each([
  { name: 'one server', start: startOne, createRedisClient: ofOne },
  {
    name: 'one server, sealed',
    start: startOne,
    createRedisClient: ofOne,
    wrap: (store: Store) => sealedStore(store, SEALED_STORE_KEYS),
  },
  { name: 'a Cluster of three nodes', start: startRedisCluster, createRedisClient: ofCluster },
])('the contract on $name', ({ start, createRedisClient, wrap = (store) => store }) => {
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
    return inTurn(clients.map((client) => wrap(redisStore(client, { prefix }))))
  }

  for (const { name, run } of storeContract(createStore)) {
    it(name, async (test) => {
      requireRedis(test)
      await run()
    })
  }
})

function ofOne({ servers: [server] }: Where): RedisClient {
  return createClient({ url: server?.url ?? '' })
}

async function startOne(): Promise<Where> {
  const server = await startRedis()
  return { servers: [server], stop: () => server.stop() }
}
