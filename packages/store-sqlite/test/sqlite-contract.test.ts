import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import type { DurableStore, Store } from '@oauthplus/server'
import { storeContract } from '@oauthplus/server/store-contract'
import { afterAll, describe, it } from 'vitest'

import { sqliteStore } from '../src/index.js'

const directory = mkdtempSync(join(tmpdir(), 'store-sqlite-'))
const opened: DurableStore[] = []
afterAll(async () => {
  await Promise.all(opened.map((store) => store.close()))
  rmSync(directory, { recursive: true })
})

/** Opens a store of its own, whose calls take turns on four connections. */
async function fourConnections(): Promise<Store> {
  const file = join(directory, `${opened.length}.db`)
  const stores = Array.from({ length: 4 }, () => sqliteStore(file, { purgeEverySeconds: false }))
  opened.push(...stores)
  await Promise.all(stores.map((store) => store.migrate()))
  let turn = 0
  // Every operation of the first, each call on the next of the four.
  const names = Object.keys(stores[0] ?? {}) as (keyof Store)[]
  const operations = names.map((name) => [
    name,
    (...values: unknown[]) =>
      (stores[turn++ % stores.length]?.[name] as (...values: unknown[]) => unknown)(...values),
  ])
  return Object.fromEntries(operations) as Store
}

describe('SQLite keeps the contract, through four connections in turn', () => {
  for (const { name, run } of storeContract(fourConnections)) it(name, run)
})
