import type { Command } from 'commander'

import { tell } from '../output/tell.js'
import { orUnfit } from '../provider-side/or-unfit.js'
import { storeCommand, withUncheckedStore } from '../provider-side/store-command.js'
import type { StoreOptions } from '../provider-side/store-command.js'

/** `migrate`. */
export function migrate(): Command {
  return storeCommand('migrate', 'make the tables of a store, or bring them up to date').action(
    (flags: StoreOptions) =>
      withUncheckedStore(flags, async (store, checkSealing) => {
        await orUnfit(store.migrate())
        await checkSealing()
        tell(flags, { result: { ready: true }, line: 'The store is ready.' })
      }),
  )
}
