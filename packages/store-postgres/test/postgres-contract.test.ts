import { sealedStore } from '@oauthplus/server'
import type { DurableStore } from '@oauthplus/server'
import { storeContract } from '@oauthplus/testkit/store-contract'
import { postgresStore } from '@oauthplus/store-postgres'
import { afterAll, beforeAll, describe, it, vi } from 'vitest'

import { HAS_POSTGRES, requirePostgres, startPostgres } from '../../../test/servers/postgres.js'
import type { PostgresServer } from '../../../test/servers/postgres.js'
import { alternating } from '../../../test/stores/alternating.js'
import { SEALED_STORE_KEYS } from '../../../test/stores/sealed-store-keys.js'

const EMPTY = `
  DELETE FROM oauth_tokens; DELETE FROM oauth_consumers; DELETE FROM oauth_nonces; DELETE FROM oauth_audit;
  DELETE FROM oauth_refusals;
  UPDATE oauth_settings SET value = 0 WHERE name = 'nonces_purged_until_seconds'`

// Other programs may have the processors meanwhile.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 })

let server: PostgresServer
let stores: readonly [DurableStore, DurableStore, DurableStore]

beforeAll(async () => {
  if (!HAS_POSTGRES) return
  server = await startPostgres()
  // Each has a separate pool, like three processes.
  const store = (): DurableStore => postgresStore(server.url, { purgeEverySeconds: false })
  stores = [store(), store(), store()]
  await stores[0].migrate()
})

afterAll(async () => {
  if (!HAS_POSTGRES) return
  await Promise.all(stores.map((store) => store.close()))
  await server.stop()
})

describe.each<[string, (store: DurableStore) => DurableStore]>([
  ['as it is', (store) => store],
  ['sealed', (store) => sealedStore(store, SEALED_STORE_KEYS)],
])('the contract on PostgreSQL, %s', (_how, wrap) => {
  async function createStore(): Promise<DurableStore> {
    await server.query(EMPTY)
    const [first, second, third] = stores
    return alternating([wrap(first), wrap(second), wrap(third)])
  }

  for (const { name, run } of storeContract(createStore)) {
    it(name, async (test) => {
      requirePostgres(test)
      await run()
    })
  }
})
