import type { Command } from 'commander'

import { note, printJson } from '../output/print.js'
import { printableCell } from '../output/printable.js'
import { orUnfit } from '../provider-side/or-unfit.js'
import { storeCommand, withUncheckedStore } from '../provider-side/store-command.js'
import type { StoreOptions } from '../provider-side/store-command.js'

/** `store check`. */
export function storeCheck(): Command {
  return storeCommand('check', 'check that a store can keep its word').action(
    (flags: StoreOptions) =>
      withUncheckedStore(flags, async (store, checkSealing) => {
        await orUnfit(store.check())
        await checkSealing()
        const warnings = store.warnings ? await orUnfit(store.warnings()) : []
        if (flags.json === true) printJson({ fit: true, warnings })
        else for (const line of [...warnings, 'The store is fit.']) note(printableCell(line))
      }),
  )
}
