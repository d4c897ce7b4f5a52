import type { Command } from 'commander'

import { note } from '../output/print.js'
import { storeCommand, withProvider } from '../provider-side/store-command.js'
import type { StoreOptions } from '../provider-side/store-command.js'

/** `purge`. */
export function purge(): Command {
  return storeCommand('purge', 'forget nonces and tokens that have expired').action(
    (flags: StoreOptions) =>
      withProvider(flags, async (provider) => {
        note(`Forgotten: ${await provider.purge()}.`)
      }),
  )
}
