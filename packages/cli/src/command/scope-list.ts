import type { Command } from 'commander'

import { printJson } from '../output/print.js'
import { printTable } from '../output/table.js'
import { allTokens } from '../provider-side/all-tokens.js'
import { storeCommand, withProvider } from '../provider-side/store-command.js'
import type { StoreOptions } from '../provider-side/store-command.js'

/** `scope list`. */
export function scopeList(): Command {
  return storeCommand('list', 'count the valid tokens, Consumers and Users of each scope').action(
    (flags: StoreOptions) =>
      withProvider(flags, async (provider) => {
        const found = new Map<
          string,
          { tokens: number; consumers: Set<string>; users: Set<string> }
        >()
        for await (const page of allTokens(provider)) {
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
            ...{ name, tokens, consumers: consumers.size, users: users.size },
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
}
