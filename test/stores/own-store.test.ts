import type { Store } from '@oauthplus/server'
import { storeContract } from '@oauthplus/testkit/store-contract'
import { createConnection } from 'mysql2/promise'
import type { Connection } from 'mysql2/promise'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'

import { mysqlStore } from '../../examples/own-store/src/mysql-store.js'
import { accessToken, send, startProviderApp } from '../provider-app.js'
import { HAS_MARIADB, requireMariadb, startMariadb } from '../servers/mariadb.js'
import type { MariadbServer } from '../servers/mariadb.js'
import { inTurn } from './in-turn.js'

const NEVER = { purgeEverySeconds: false } as const
const EMPTY = [
  'DELETE FROM oauth_consumers',
  'DELETE FROM oauth_audit',
  'DELETE FROM oauth_refusals',
  'DELETE FROM oauth_tokens',
  'DELETE FROM oauth_nonces',
  `UPDATE oauth_settings SET value = 0 WHERE name = 'nonces_purged_until_seconds'`,
]

describe('the store that the guide to a store of one’s own writes', () => {
  let server: MariadbServer
  let stores: readonly ReturnType<typeof mysqlStore>[]
  let cleaner: Connection

  beforeAll(async () => {
    if (!HAS_MARIADB) return
    server = await startMariadb()
    stores = [1, 2, 3].map(() => mysqlStore(server.url, NEVER))
    await Promise.all(stores.map((store) => store.migrate()))
    cleaner = await createConnection(server.url)
  })

  afterAll(async () => {
    if (!HAS_MARIADB) return
    cleaner.destroy()
    await Promise.all(stores.map((store) => store.close()))
    await server.stop()
  })

  beforeEach(requireMariadb)

  async function createStore(): Promise<Store> {
    for (const text of EMPTY) await cleaner.query(text)
    return inTurn(stores)
  }

  for (const { name, run } of storeContract(createStore)) it(name, run)

  it('serves a provider', async () => {
    const app = await startProviderApp({ store: await createStore() })
    const token = await accessToken(app)
    const echo = { method: 'GET', url: `${app.origin}/echo` }
    expect((await send(echo, { consumer: app.consumer, token })).status).toBe(200)
    await app.close()
  })

  it('refuses a server that does not wait for its disk, and calls once it was closed', async () => {
    const store = mysqlStore(server.url, NEVER)
    await cleaner.query('SET GLOBAL innodb_flush_log_at_trx_commit = 2')
    await expect(store.check()).rejects.toThrow('innodb_flush_log_at_trx_commit must be 1')
    await cleaner.query('SET GLOBAL innodb_flush_log_at_trx_commit = 1')
    await store.check()
    await store.close()
    await store.close()
    await expect(store.check()).rejects.toThrow()
  })
})
