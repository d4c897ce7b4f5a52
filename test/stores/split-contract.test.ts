import { rm } from 'node:fs/promises'

import { sealedStore, splitStore } from '@oauthplus/server'
import type { DurableStore } from '@oauthplus/server'
import { postgresStore } from '@oauthplus/store-postgres'
import { redisStore } from '@oauthplus/store-redis'
import { sqliteStore } from '@oauthplus/store-sqlite'
import { storeContract } from '@oauthplus/testkit/store-contract'
import { createClient } from 'redis'
import { afterAll, beforeAll, describe, it } from 'vitest'
import type { TestContext } from 'vitest'

import { createDataDirectory } from '../servers/create-data-directory.js'
import { HAS_POSTGRES, requirePostgres, startPostgres } from '../servers/postgres.js'
import { HAS_REDIS, requireRedis, startRedis } from '../servers/redis.js'
import { alternating } from './alternating.js'
import { SEALED_STORE_KEYS } from './sealed-store-keys.js'

const PROCESSES = 3
const QUIET = { purgeEverySeconds: false } as const

/** Opens the records again for each case. */
interface Records {
  open(number: number): DurableStore
  stop(): Promise<void>
}

describe.each<{
  readonly name: string
  readonly isAvailable: boolean
  readonly require: (test: TestContext) => void
  readonly start: () => Promise<Records>
  readonly wrap?: (store: DurableStore) => DurableStore
}>([
  { name: 'SQLite and Redis', isAvailable: HAS_REDIS, require: requireRedis, start: startSqlite },
  {
    name: 'SQLite and Redis, sealed',
    isAvailable: HAS_REDIS,
    require: requireRedis,
    start: startSqlite,
    wrap: (store) => sealedStore(store, SEALED_STORE_KEYS),
  },
  {
    name: 'PostgreSQL and Redis',
    isAvailable: HAS_POSTGRES && HAS_REDIS,
    require(test) {
      requirePostgres(test)
      requireRedis(test)
    },
    start: startPostgresRecords,
  },
])('the contract on $name', ({ isAvailable, require, start, wrap = (store) => store }) => {
  let records: Records
  let redis: Awaited<ReturnType<typeof startRedis>>
  let clients: ReturnType<typeof createClient>[]
  let stores = 0
  let opened: DurableStore[] = []

  beforeAll(async () => {
    if (!isAvailable) return
    redis = await startRedis()
    records = await start()
    // Each has a separate connection, like three processes.
    clients = Array.from({ length: PROCESSES }, () => createClient({ url: redis.url }))
  })

  afterAll(async () => {
    if (!isAvailable) return
    await Promise.all(opened.map((store) => store.close()))
    for (const client of clients) client.destroy()
    await records.stop()
    await redis.stop()
  })

  async function createStore(): Promise<DurableStore> {
    await Promise.all(opened.map((store) => store.close()))
    const number = ++stores
    const prefix = `test${number}:`
    const [first, ...others] = clients.map((client) =>
      wrap(splitStore({ records: records.open(number), nonces: redisStore(client, { prefix }) })),
    ) as [DurableStore, ...DurableStore[]]
    opened = [first, ...others]
    await first.migrate()
    return alternating([first, ...others])
  }

  for (const { name, run } of storeContract(createStore)) {
    it(name, async (test) => {
      require(test)
      await run()
    })
  }
})

async function startSqlite(): Promise<Records> {
  const directory = await createDataDirectory('sqlite')
  return {
    open: (number) => sqliteStore(`${directory}/${number}.db`, QUIET),
    stop: () => rm(directory, { recursive: true, force: true }),
  }
}

async function startPostgresRecords(): Promise<Records> {
  const server = await startPostgres()
  return {
    open: (number) => postgresStore(server.url, { prefix: `test${number}_`, ...QUIET }),
    stop: () => server.stop(),
  }
}
