import { storeContract } from '@oauthplus/server/store-contract'
import { afterAll, beforeAll, describe, it } from 'vitest'

import {
  HAS_REDIS,
  requireRedis,
  startRedis,
  startRedisCluster,
} from '../../../test/servers/redis.js'
import { redisStore } from '../src/index.js'
import type { RedisStore } from '../src/index.js'
import { inTurn } from './in-turn.js'

describe.each([
  ['one server', startRedis],
  ['a Cluster of three nodes', startRedisCluster],
] as const)('the contract on %s', (_where, start) => {
  let server: { readonly url: string; stop(): Promise<void> }
  let connections: RedisStore[] = []
  let stores = 0

  beforeAll(async () => {
    if (HAS_REDIS) server = await start()
  }, 30_000)

  afterAll(async () => {
    if (HAS_REDIS) await server.stop()
  })

  async function createStore() {
    await Promise.all(connections.map((store) => store.close()))
    stores++
    const connect = () => redisStore({ url: server.url, prefix: `test${stores}` })
    connections = [connect(), connect(), connect()]
    return inTurn(connections as [RedisStore, ...RedisStore[]])
  }

  for (const { name, run } of storeContract(createStore)) {
    it(name, async (test) => {
      requireRedis(test)
      await run()
    })
  }
})
