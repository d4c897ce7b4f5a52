import { sealedStore } from '@oauthplus/server'
import type { Command } from 'commander'

import { misuse } from '../failure.js'
import { tell } from '../output/tell.js'
import { orUnfit } from '../provider-side/or-unfit.js'
import { storeCommand, withUnsealedStore } from '../provider-side/store-command.js'
import type { StoreOptions } from '../provider-side/store-command.js'
import { storeKeys } from '../provider-side/store-keys.js'

/** `rekey`. */
export function rekey(): Command {
  return storeCommand('rekey', 'encrypt a sealed store with the first of its keys').action(
    async (flags: StoreOptions) => {
      const keys = await storeKeys(flags)
      if (keys === undefined)
        throw misuse('Which keys? Say --keys, or set OAUTHPLUS_ENCRYPTION_KEYS')
      await withUnsealedStore(flags, async (store) => {
        const { consumers, accessTokens } = await orUnfit(sealedStore(store, keys).rekey())
        tell(flags, {
          result: { consumers, accessTokens },
          line: `Encrypted anew: ${consumers} Consumers, ${accessTokens} Access Tokens.`,
        })
      })
    },
  )
}
