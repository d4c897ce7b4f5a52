import type { Command } from 'commander'

import manifest from '../package.json' with { type: 'json' }
import { complete, completion } from './command/completion.js'
import { consumer } from './command/consumer.js'
import { explain } from './command/explain.js'
import { importCommand } from './command/import.js'
import { login } from './command/login.js'
import { newCommand } from './new-command.js'
import { profile } from './command/profile.js'
import { proxy } from './command/proxy.js'
import { request } from './command/request.js'
import { scope } from './command/scope.js'
import { sign } from './command/sign.js'
import { migrate, purge, rekey, store } from './command/store.js'
import { token } from './command/token.js'
import { xauth } from './command/xauth.js'
import { profileNames } from './profiles/profile-files.js'

/** Gives the tree of commands. */
export function program(): Command {
  const root = newCommand('oauthplus', 'OAuth 1.0a on the command line').version(
    manifest.version,
    '-V, --version',
    'show the version',
  )
  root.commandsGroup('For a Consumer:')
  for (const command of [profile(), login(), xauth(), request(), sign(), proxy()])
    root.addCommand(command)
  root.commandsGroup('For a Provider (with --store):')
  for (const command of [
    consumer(),
    token(),
    scope(),
    purge(),
    migrate(),
    rekey(),
    store(),
    importCommand(),
  ]) {
    root.addCommand(command)
  }
  root.commandsGroup('For both:').addCommand(explain())
  root
    .commandsGroup('For your shell:')
    .addCommand(completion())
    .addCommand(complete(root, { '--profile': profileNames }), { hidden: true })
  return root
}
