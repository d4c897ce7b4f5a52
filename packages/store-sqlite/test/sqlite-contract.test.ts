import { rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'

import { sealedStore } from '@oauthplus/server'
import type { Store } from '@oauthplus/server'
import { storeContract } from '@oauthplus/testkit/store-contract'
import { afterAll, beforeAll, describe, it } from 'vitest'

import { createDataDirectory } from '../../../test/servers/create-data-directory.js'
import { sqliteStore } from '../src/index.js'
import type { SqliteDatabase } from '../src/index.js'

const Libsql = createRequire(import.meta.url)('libsql') as new (file: string) => SqliteDatabase

const EMPTY = `
  DELETE FROM oauth_tokens; DELETE FROM oauth_consumers; DELETE FROM oauth_nonces; DELETE FROM oauth_audit;
  DELETE FROM oauth_refusals;
  UPDATE oauth_meta SET value = 0 WHERE name = 'purged_by_seconds'`
const KEYS = {
  encryption: [new Uint8Array(32).fill(1)],
  lookup: new Uint8Array(32).fill(2),
} as const

const directory = await createDataDirectory('sqlite')
const file = join(directory, 'oauth.db')
// Each has a separate connection, like four processes.
const stores = Array.from({ length: 4 }, () => sqliteStore(file, { purgeEverySeconds: false }))
const cleaner = new Libsql(file)

beforeAll(() => Promise.all(stores.map((store) => store.migrate())))
afterAll(async () => {
  await Promise.all(stores.map((store) => store.close()))
  cleaner.close?.()
  rmSync(directory, { recursive: true })
})

/** Gives an empty store, whose calls take turns on the four connections. */
function inTurn(): Store {
  cleaner.exec(EMPTY)
  let calls = 0
  return new Proxy({} as Store, {
    get: (_none, name) => Reflect.get(stores[calls++ % stores.length] ?? {}, name) as unknown,
  })
}

describe.each<[string, (store: Store) => Store]>([
  ['as it is', (store) => store],
  ['sealed', (store) => sealedStore(store, KEYS)],
])('SQLite keeps the contract, through four connections in turn, %s', (_how, wrap) => {
  const contract = storeContract(() => Promise.resolve(wrap(inTurn())))
  for (const { name, run } of contract) it(name, run)
})
