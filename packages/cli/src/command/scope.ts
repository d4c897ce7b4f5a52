import type { Command } from 'commander'

import { Failure } from '../failure.js'
import { confirm } from '../output/ask.js'
import { printJson, printResult } from '../output/print.js'
import { printTable } from '../output/table.js'
import { listTokens } from '../provider-side/read-pages.js'
import { createStoreCommand, withProvider } from '../provider-side/store-command.js'
import type { StoreOptions } from '../provider-side/store-command.js'
import { addExamples, createCommand } from '../create-command.js'

/** Creates `scope`. */
export function createScopeCommand(): Command {
  const command = createCommand('scope', 'manage the scopes that users have granted')
    .addCommand(createListCommand())
    .addCommand(createRevokeCommand())
  return addExamples(command, ['scope list', 'scope revoke photos'])
}

/** Creates `scope list`. */
function createListCommand(): Command {
  const command = createStoreCommand(
    'list',
    'count the valid tokens, consumers and users of each scope',
  ).action((flags: StoreOptions) =>
    withProvider(flags, async (provider) => {
      const found = new Map<
        string,
        { tokens: number; consumers: Set<string>; users: Set<string> }
      >()
      for await (const page of listTokens(provider)) {
        for (const { scopes, consumer, userId } of page) {
          for (const name of scopes) {
            const counts = found.get(name) ?? {
              tokens: 0,
              consumers: new Set(),
              users: new Set(),
            }
            counts.tokens += 1
            counts.consumers.add(consumer.key)
            counts.users.add(userId)
            found.set(name, counts)
          }
        }
      }
      const rows = [...found]
        .map(([name, { tokens, consumers, users }]) => ({
          name,
          tokens,
          consumers: consumers.size,
          users: users.size,
        }))
        .sort((one, other) => (one.name < other.name ? -1 : 1))
      if (flags.json === true) printJson(rows)
      else {
        printTable(
          ['SCOPE', 'TOKENS', 'CONSUMERS', 'USERS'],
          rows.map((row) => Object.values(row).map(String)),
        )
      }
    }),
  )
  return addExamples(command, ['scope list', 'scope list --json'])
}

/** Creates `scope revoke`. */
function createRevokeCommand(): Command {
  const command = createStoreCommand('revoke <scope>', 'revoke every token that has a scope')
    .option('--yes', 'do not ask')
    .action(async (scope: string, flags: StoreOptions & { readonly yes?: true }) => {
      await confirm('Consumers with tokens of this scope must ask their users again.', flags)
      await withProvider(flags, async (provider) => {
        let count = 0
        for await (const page of listTokens(provider)) {
          for (const { key, scopes } of page) {
            if (scopes.includes(scope)) count += await provider.tokens.revoke({ tokenKey: key })
          }
        }
        if (count === 0) throw new Failure('No valid token has this scope.')
        printResult(flags, { result: { revoked: count }, line: `Revoked: ${count}.` })
      })
    })
  return addExamples(command, ['scope revoke photos', 'scope revoke photos --yes'])
}
