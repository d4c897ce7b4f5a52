import type { Command } from 'commander'

import { confirm } from '../output/ask.js'
import { note } from '../output/print.js'
import { removeProfile } from '../profiles/profile-files.js'
import { newCommand } from './new-command.js'

/** `profile remove`. */
export function profileRemove(): Command {
  return newCommand('remove <name>', 'forget a profile and its token')
    .option('--yes', 'do not ask')
    .action(async (name: string, flags: { readonly yes?: true }) => {
      await confirm('The secrets in it are forgotten; the token itself stays valid.', flags)
      await removeProfile(name)
      note('Removed.')
    })
}
