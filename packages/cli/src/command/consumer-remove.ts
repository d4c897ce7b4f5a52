import type { Command } from 'commander'

import { Failure } from '../failure.js'
import { confirm } from '../output/ask.js'
import { tell } from '../output/tell.js'
import { storeCommand, withProvider } from '../provider-side/store-command.js'
import type { StoreOptions } from '../provider-side/store-command.js'

/** `consumer remove`. */
export function consumerRemove(): Command {
  return storeCommand('remove <key>', 'remove a Consumer and all its tokens')
    .option('--yes', 'do not ask')
    .action(async (key: string, flags: StoreOptions & { readonly yes?: true }) => {
      await confirm('The Consumer and all its tokens go, and cannot be brought back.', flags)
      await withProvider(flags, async ({ consumers }) => {
        if (!(await consumers.remove(key))) throw new Failure('There is no Consumer of this key.')
        tell(flags, { result: { removed: key }, line: 'Removed.' })
      })
    })
}
