import type { Command } from 'commander'

import { printJson } from '../output/print.js'
import { printTable } from '../output/table.js'
import { profileNames, readProfile } from '../profiles/profile-files.js'
import { shownProfile } from '../profiles/shown-profile.js'
import { newCommand } from './new-command.js'

/** `profile list`. */
export function profileList(): Command {
  return newCommand('list', 'list the profiles')
    .option('--json', 'print JSON')
    .action(async ({ json }: { readonly json?: true }) => {
      const names = await profileNames()
      const shown = await Promise.all(
        names.map(async (name) => shownProfile(name, await readProfile(name))),
      )
      if (json === true) printJson(shown)
      else {
        printTable(
          ['NAME', 'PROVIDER', 'CONSUMER KEY', 'TOKEN'],
          shown.map(({ name, provider, consumerKey, token = '' }) => [
            ...[name, provider, consumerKey, token],
          ]),
        )
      }
    })
}
