import type { Command } from 'commander'

import { moment } from '../output/moment.js'
import { printPages } from '../output/table.js'
import { allTokens } from '../provider-side/all-tokens.js'
import { storeCommand, withProvider } from '../provider-side/store-command.js'
import type { StoreOptions } from '../provider-side/store-command.js'

interface Flags extends StoreOptions {
  readonly consumer?: string
  readonly user?: string
}

/** `token list`. */
export function tokenList(): Command {
  return storeCommand('list', 'list the Access Tokens that are valid')
    .option('--consumer <key>', 'those of a Consumer')
    .option('--user <id>', 'those of a User')
    .action((flags: Flags) =>
      withProvider(flags, (provider) =>
        printPages(allTokens(provider, { consumerKey: flags.consumer, userId: flags.user }), {
          json: flags.json === true,
          head: ['KEY', 'CONSUMER', 'USER', 'SCOPES', 'BY', 'SINCE', 'LAST USED', 'EXPIRES'],
          row: (found) => [
            ...[found.key, found.consumer.name, found.userId, found.scopes.join(' ')],
            ...[found.grantedBy, moment(found.createdAtSeconds)],
            ...[moment(found.lastUsedAtSeconds), moment(found.expiresAtSeconds)],
          ],
        }),
      ),
    )
}
