import type { Command } from 'commander'

import { Failure } from '../failure.js'
import { confirm } from '../output/ask.js'
import { tell } from '../output/tell.js'
import { allTokens } from '../provider-side/all-tokens.js'
import { storeCommand, withProvider } from '../provider-side/store-command.js'
import type { StoreOptions } from '../provider-side/store-command.js'

/** `scope revoke`. */
export function scopeRevoke(): Command {
  return storeCommand('revoke <scope>', 'revoke every token that has a scope')
    .option('--yes', 'do not ask')
    .action(async (scope: string, flags: StoreOptions & { readonly yes?: true }) => {
      await confirm('Who has a token of this scope must ask its User again.', flags)
      await withProvider(flags, async (provider) => {
        let count = 0
        for await (const page of allTokens(provider)) {
          for (const { key, scopes } of page) {
            if (scopes.includes(scope)) count += await provider.tokens.revoke({ tokenKey: key })
          }
        }
        if (count === 0) throw new Failure('No valid token has this scope.')
        tell(flags, { result: { revoked: count }, line: `Revoked: ${count}.` })
      })
    })
}
