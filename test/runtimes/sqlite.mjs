// The contract of stores on store-sqlite as it is published, with node:sqlite if there is one. Prints the failures.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { storeContract } from '@oauthplus/testkit/store-contract'
import { sqliteStore } from '@oauthplus/store-sqlite'

if (!import.meta.resolve('@oauthplus/store-sqlite').endsWith('/dist/index.js')) {
  throw new Error('The contract is for the built packages')
}
const directory = mkdtempSync(join(tmpdir(), 'oauthplus-sqlite-'))
const stores = []

async function createStore() {
  const file = join(directory, `${stores.length}.db`)
  const store = sqliteStore(file, { purgeEverySeconds: false })
  stores.push(store)
  await store.migrate()
  return store
}

try {
  for (const { name, run } of storeContract(createStore)) {
    await run().catch((error) => {
      console.error(`${name}: ${error}`)
      process.exitCode = 1
    })
  }
} finally {
  await Promise.all(stores.map((store) => store.close()))
  rmSync(directory, { recursive: true })
}
