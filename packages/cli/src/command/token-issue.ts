import type { Command } from 'commander'

import { moment } from '../output/moment.js'
import { note, printJson } from '../output/print.js'
import { printFields } from '../output/table.js'
import { storeCommand, withProvider } from '../provider-side/store-command.js'
import type { StoreOptions } from '../provider-side/store-command.js'
import { collected } from './new-command.js'
import { wholeNumber } from './whole-number.js'

interface Flags extends StoreOptions {
  readonly consumer: string
  readonly user: string
  readonly scope?: readonly string[]
  readonly lifetimeSeconds?: number
}

/** `token issue`. */
export function tokenIssue(): Command {
  return storeCommand('issue', 'issue an Access Token without asking the User')
    .requiredOption('--consumer <key>', 'the Consumer that is to have it')
    .requiredOption('--user <id>', 'the User for whom it acts')
    .option('--scope <name>', 'a scope of your application; repeatable', collected)
    .option('--lifetime-seconds <n>', 'how long it lives; without end by default', wholeNumber)
    .action((flags: Flags) => {
      const { consumer, user, scope: scopes = [], lifetimeSeconds } = flags
      return withProvider(
        flags,
        async ({ tokens }) => {
          const issued = await tokens.issue({ consumerKey: consumer, userId: user, scopes })
          if (flags.json === true) printJson(issued)
          else {
            printFields([
              ['token', issued.key],
              ['token secret', issued.secret],
              ['expires', moment(issued.expiresAtSeconds)],
            ])
          }
          note('The secret is shown this once.')
        },
        { scopes, accessTokenLifetimeSeconds: lifetimeSeconds },
      )
    })
}
