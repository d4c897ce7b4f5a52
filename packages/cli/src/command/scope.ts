import type { Command } from 'commander'

import { newCommand } from './new-command.js'
import { scopeList } from './scope-list.js'
import { scopeRevoke } from './scope-revoke.js'

/** `scope`. */
export function scope(): Command {
  return newCommand('scope', 'what of your scopes Users have granted')
    .addCommand(scopeList())
    .addCommand(scopeRevoke())
}
