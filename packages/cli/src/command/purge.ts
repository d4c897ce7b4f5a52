import type { Command } from 'commander'

import { tell } from '../output/tell.js'
import { storeCommand, withProvider } from '../provider-side/store-command.js'
import type { StoreOptions } from '../provider-side/store-command.js'

/** `purge`. */
export function purge(): Command {
  return storeCommand('purge', 'forget nonces and tokens that have expired').action(
    (flags: StoreOptions) =>
      withProvider(flags, async (provider) => {
        const count = await provider.purge()
        tell(flags, { result: { forgotten: count }, line: `Forgotten: ${count}.` })
      }),
  )
}
