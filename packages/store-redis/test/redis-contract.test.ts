import { sealedStore } from '@oauthplus/server'
import type { Store } from '@oauthplus/server'
import { storeContract } from '@oauthplus/testkit/store-contract'
import { redisStore } from '@oauthplus/store-redis'
import type { RedisClient, RedisStoreOptions } from '@oauthplus/store-redis'
import { createClient, createCluster, createSentinel } from 'redis'
import { afterAll, beforeAll, describe, it } from 'vitest'

import {
  HAS_REDIS,
  requireRedis,
  startRedis,
  startRedisCluster,
  startRedisSentinel,
} from '../../../test/servers/redis.js'
import { inTurn } from '../../../test/stores/in-turn.js'
import { SEALED_STORE_KEYS } from '../../../test/stores/sealed-store-keys.js'

interface Where {
  /** The ports for a client: the nodes of a Cluster, or the Sentinels. */
  readonly ports: readonly number[]
  stop(): Promise<void>
}

const ofCluster = ({ ports }: Where): RedisClient =>
  createCluster({ rootNodes: ports.map((port) => ({ url: `redis://127.0.0.1:${port}` })) })

const ofSentinels = ({ ports }: Where): RedisClient =>
  createSentinel({
    name: 'photos',
    sentinelRootNodes: ports.map((port) => ({ host: '127.0.0.1', port })),
  })

describe.each([
  { name: 'one server', start: startOne, createRedisClient: ofOne },
  {
    name: 'one server, sealed',
    start: startOne,
    createRedisClient: ofOne,
    wrap: (store: Store) => sealedStore(store, SEALED_STORE_KEYS),
  },
  { name: 'a Cluster of three nodes', start: startCluster, createRedisClient: ofCluster },
  { name: 'what a Sentinel watches', start: startWatched, createRedisClient: ofSentinels },
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

  function createStore(options: RedisStoreOptions = {}): Store {
    const prefix = `test${++stores}:`
    return inTurn(clients.map((client) => wrap(redisStore(client, { prefix, ...options }))))
  }

  const cases = storeContract(() => createStore(), {
    createFullStore: ({ maxNoncesPerConsumer }) => createStore({ maxNoncesPerConsumer }),
    limits: ['maxNoncesPerConsumer'],
  })
  for (const { name, run } of cases) {
    it(name, async (test) => {
      requireRedis(test)
      await run()
    })
  }
})

function ofOne({ ports: [port] }: Where): RedisClient {
  return createClient({ url: `redis://127.0.0.1:${port}` })
}

async function startOne(): Promise<Where> {
  const server = await startRedis()
  return { ports: [server.port], stop: () => server.stop() }
}

async function startCluster(): Promise<Where> {
  const { servers, stop } = await startRedisCluster()
  return { ports: servers.map(({ port }) => port), stop }
}

async function startWatched(): Promise<Where> {
  const { url, stop } = await startRedisSentinel()
  return { ports: [Number(new URL(url).port)], stop }
}
