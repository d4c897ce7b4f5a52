import type { Command } from 'commander'

import { moment } from '../output/moment.js'
import { printJson } from '../output/print.js'
import { printFields } from '../output/table.js'
import { readProfile } from '../profiles/profile-files.js'
import { shownProfile } from '../profiles/shown-profile.js'
import { newCommand } from './new-command.js'

/** `profile show`. */
export function profileShow(): Command {
  return newCommand('show <name>', 'show a profile, but for its secrets')
    .option('--json', 'print JSON')
    .action(async (name: string, { json }: { readonly json?: true }) => {
      const shown = shownProfile(name, await readProfile(name))
      if (json === true) printJson(shown)
      else {
        printFields([
          ['name', shown.name],
          ['provider', shown.provider],
          ['Consumer key', shown.consumerKey],
          ['token', shown.token ?? ''],
          ['token expires', moment(shown.tokenExpiresAtSeconds)],
        ])
      }
    })
}
