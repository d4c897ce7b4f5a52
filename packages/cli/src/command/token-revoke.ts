import type { RevocationTarget } from '@oauthplus/server'
import type { Command } from 'commander'

import { Failure, misuse } from '../failure.js'
import { confirm } from '../output/ask.js'
import { tell } from '../output/tell.js'
import { storeCommand, withProvider } from '../provider-side/store-command.js'
import type { StoreOptions } from '../provider-side/store-command.js'

interface Flags extends StoreOptions {
  readonly consumer?: string
  readonly user?: string
  readonly yes?: true
}

/** `token revoke`. */
export function tokenRevoke(): Command {
  return storeCommand('revoke [token]', 'revoke a token, or those of a Consumer, a User, or both')
    .option('--consumer <key>', 'those of a Consumer')
    .option('--user <id>', 'those of a User')
    .option('--yes', 'do not ask')
    .action(async (tokenKey: string | undefined, flags: Flags) => {
      const target = targetOf(tokenKey, flags)
      await confirm('Who has what is revoked must ask its User again.', flags)
      await withProvider(flags, async ({ tokens }) => {
        const count = await tokens.revoke(target)
        if (count === 0) throw new Failure('There is no such token that is valid.')
        tell(flags, { result: { revoked: count }, line: `Revoked: ${count}.` })
      })
    })
}

function targetOf(tokenKey: string | undefined, { consumer, user }: Flags): RevocationTarget {
  const isMixed = tokenKey !== undefined && (consumer !== undefined || user !== undefined)
  if (isMixed) throw misuse('Name a token, or --consumer and --user, not both')
  if (tokenKey !== undefined) return { tokenKey }
  if (consumer !== undefined) return { consumerKey: consumer, userId: user }
  if (user !== undefined) return { userId: user }
  throw misuse('Name a token, --consumer, --user, or both')
}
