import type { Command } from 'commander'

import { note } from '../output/print.js'
import { storeCommand, withStore } from '../provider-side/store-command.js'
import type { StoreOptions } from '../provider-side/store-command.js'

/** `migrate`. */
export function migrate(): Command {
  return storeCommand('migrate', 'make the tables of a store, or bring them up to date').action(
    (flags: StoreOptions) =>
      withStore(flags, async (store) => {
        await store.migrate()
        note('The store is ready.')
      }),
  )
}
