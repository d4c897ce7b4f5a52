import type { Command } from 'commander'

import { newCommand } from './new-command.js'
import { tokenIssue } from './token-issue.js'
import { tokenList } from './token-list.js'
import { tokenRevoke } from './token-revoke.js'

/** `token`. */
export function token(): Command {
  return newCommand('token', 'the Access Tokens that Users have granted')
    .addCommand(tokenList())
    .addCommand(tokenIssue())
    .addCommand(tokenRevoke())
}
