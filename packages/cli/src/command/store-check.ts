import type { Command } from 'commander'

import { note } from '../output/print.js'
import { storeCommand, withStore } from '../provider-side/store-command.js'
import type { StoreOptions } from '../provider-side/store-command.js'

/** `store check`. */
export function storeCheck(): Command {
  return storeCommand('check', 'check that a store can keep its word').action(
    (flags: StoreOptions) =>
      withStore(flags, async (opened) => {
        await opened.check()
        if ('warnings' in opened) {
          for (const warning of await (opened as StoreWithWarnings).warnings()) note(warning)
        }
        note('The store is fit.')
      }),
  )
}

interface StoreWithWarnings {
  /** Says what the store does not promise though it is fit. */
  warnings(): Promise<readonly string[]>
}
