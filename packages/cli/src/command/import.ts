import type { Command } from 'commander'

import { importDjangoOauthPlus } from './import-django-oauth-plus.js'
import { newCommand } from './new-command.js'

/** `import`. */
export function importCommand(): Command {
  return newCommand('import', 'bring what another provider has kept').addCommand(
    importDjangoOauthPlus(),
  )
}
