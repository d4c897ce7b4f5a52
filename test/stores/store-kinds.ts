import { rm } from 'node:fs/promises'
import { join } from 'node:path'

import type { TestContext } from 'vitest'

import { createDataDirectory } from '../servers/create-data-directory.js'
import { requirePostgres, startPostgres } from '../servers/postgres.js'
import { requireRedis, startRedis, startRedisCluster, until } from '../servers/redis.js'
import { createSplitUrl } from './open-store.js'

/** A place for a store that several processes open by its URL. */
export interface StorePlace {
  readonly url: string
  /** Kills its server, as a crash does, and starts it again; does nothing without a server. */
  crash(): Promise<void>
  stop(): Promise<void>
}

/** A kind of store that several processes can share: all but that in memory. */
export interface StoreKind {
  readonly name:
    'sqlite' | 'postgres' | 'redis' | 'redis-cluster' | 'sqlite-and-redis' | 'postgres-and-redis'
  /** Skips the test, and says why, if its server cannot be started. */
  require(test: TestContext): void
  start(): Promise<StorePlace>
}

// Other settings may lose a write that was confirmed a moment before a crash.
const DURABLE = ['--appendfsync', 'always']

const ALL: readonly StoreKind[] = [
  { name: 'sqlite', require: () => undefined, start: startSqlite },
  { name: 'postgres', require: requirePostgres, start: startPostgresPlace },
  { name: 'redis', require: requireRedis, start: startRedisPlace },
  { name: 'redis-cluster', require: requireRedis, start: startCluster },
  {
    name: 'sqlite-and-redis',
    require: requireRedis,
    start: () => startSplit(startSqlite),
  },
  {
    name: 'postgres-and-redis',
    require(test) {
      requirePostgres(test)
      requireRedis(test)
    },
    start: () => startSplit(startPostgresPlace),
  },
]

const ASKED = process.env.PROVE_STORES?.split(',')

/** Whether the sizes are those that take minutes. */
export const IS_FULL: boolean = process.env.PROVE === 'full'

/** The kinds that are tried: all, or those that PROVE_STORES names. */
export const STORE_KINDS: readonly StoreKind[] = ALL.filter(
  ({ name }) => ASKED?.includes(name) ?? true,
)

async function startSqlite(): Promise<StorePlace> {
  const directory = await createDataDirectory('sqlite')
  return {
    url: `sqlite:${join(directory, 'oauth.db')}`,
    crash: async () => undefined,
    stop: () => rm(directory, { recursive: true, force: true }),
  }
}

async function startPostgresPlace(): Promise<StorePlace> {
  const server = await startPostgres()
  return {
    url: server.url,
    stop: () => server.stop(),
    async crash() {
      await server.halt('crash')
      await server.resume()
    },
  }
}

async function startRedisPlace(): Promise<StorePlace> {
  const server = await startRedis(DURABLE)
  return {
    url: server.url,
    stop: () => server.stop(),
    async crash() {
      await server.halt('SIGKILL')
      await server.resume()
    },
  }
}

/** Starts a place for records, and a Redis for nonces. Both crash at once. */
async function startSplit(startRecords: () => Promise<StorePlace>): Promise<StorePlace> {
  const places = await Promise.all([startRecords(), startRedisPlace()])
  const forBoth = async (call: (place: StorePlace) => Promise<void>): Promise<void> => {
    await Promise.all(places.map(call))
  }
  return {
    url: createSplitUrl(places[0].url, places[1].url),
    crash: () => forBoth((place) => place.crash()),
    stop: () => forBoth((place) => place.stop()),
  }
}

async function startCluster(): Promise<StorePlace> {
  const { servers, url, stop } = await startRedisCluster(DURABLE)
  return {
    url,
    stop,
    async crash() {
      await Promise.all(servers.map((server) => server.halt('SIGKILL')))
      await Promise.all(servers.map((server) => server.resume()))
      for (const server of servers) {
        await until(async () =>
          String(await server.command('CLUSTER', 'INFO')).includes('cluster_state:ok'),
        )
      }
    },
  }
}
