import { rm } from 'node:fs/promises'
import { join } from 'node:path'

import { memoryStore } from '@oauthplus/server'
import type { Store } from '@oauthplus/server'
import { postgresStore } from '@oauthplus/store-postgres'
import { redisStore } from '@oauthplus/store-redis'
import { sqliteStore } from '@oauthplus/store-sqlite'
import type { TestContext } from 'vitest'

import { createDataDirectory } from '../servers/create-data-directory.js'
import { HAS_POSTGRES, requirePostgres, startPostgres } from '../servers/postgres.js'
import { HAS_REDIS, requireRedis, startRedis } from '../servers/redis.js'

/** A store of one kind, empty, and what ends it. */
interface OpenedStore {
  readonly store: Store
  stop(): Promise<void>
}

/** A kind of store that can be sealed. */
export interface SealedPlaceKind {
  readonly name: string
  /** Skips the test, and says why, if its server cannot be started. */
  require(test: TestContext): void
  /** Opens a new one; `undefined` if its server cannot be started. */
  open(): Promise<OpenedStore | undefined>
}

/** The kinds of store that can be sealed. */
export const SEALED_PLACE_KINDS: readonly SealedPlaceKind[] = [
  {
    name: 'memory',
    require: () => undefined,
    open: () => Promise.resolve({ store: memoryStore(), stop: () => Promise.resolve() }),
  },
  { name: 'SQLite', require: () => undefined, open: openSqlite },
  { name: 'PostgreSQL', require: requirePostgres, open: openPostgres },
  { name: 'Redis', require: requireRedis, open: openRedis },
]

async function openSqlite(): Promise<OpenedStore> {
  const directory = await createDataDirectory('sealed')
  const store = sqliteStore(join(directory, 'oauth.db'), { purgeEverySeconds: false })
  await store.migrate()
  return {
    store,
    async stop() {
      await store.close()
      await rm(directory, { recursive: true })
    },
  }
}

async function openPostgres(): Promise<OpenedStore | undefined> {
  if (!HAS_POSTGRES) return undefined
  const server = await startPostgres()
  const store = postgresStore(server.url, { purgeEverySeconds: false })
  await store.migrate()
  return {
    store,
    async stop() {
      await store.close()
      await server.stop()
    },
  }
}

async function openRedis(): Promise<OpenedStore | undefined> {
  if (!HAS_REDIS) return undefined
  const server = await startRedis()
  const store = redisStore(server.url)
  await store.migrate()
  return {
    store,
    async stop() {
      await store.close()
      await server.stop()
    },
  }
}
