import type { Command } from 'commander'

import manifest from '../package.json' with { type: 'json' }
import { KNOWN_VALUES } from './completion/known-values.js'
import { createCompleteCommand, createCompletionCommand } from './command/completion.js'
import { createConsumerCommand } from './command/consumer.js'
import { createExplainCommand } from './command/explain.js'
import { createImportCommand } from './command/import.js'
import { createLoginCommand } from './command/login.js'
import { addExamples, createCommand } from './create-command.js'
import { createProfileCommand } from './command/profile.js'
import { createProxyCommand } from './command/proxy.js'
import { createRequestCommand } from './command/request.js'
import { createScopeCommand } from './command/scope.js'
import { createSignCommand } from './command/sign.js'
import {
  createMigrateCommand,
  createPurgeCommand,
  createRekeyCommand,
  createStoreGroupCommand,
} from './command/store.js'
import { createTokenCommand } from './command/token.js'
import { createXauthCommand } from './command/xauth.js'

/** The summaries of commands that share a line in the help. */
const GET_TOKEN = 'get a token, in a browser or with a password'
const MAINTAIN_STORE = 'clean, create, re-encrypt or check a store'

/** Creates the program with all commands. */
export function createProgram(): Command {
  const root = createCommand('oauthplus', 'OAuth 1.0a on the command line').version(
    manifest.version,
    '-V, --version',
    'show the version',
  )
  root.commandsGroup('For a Consumer:')
  for (const command of [
    createProfileCommand(),
    createLoginCommand().summary(GET_TOKEN),
    createXauthCommand().summary(GET_TOKEN),
    createRequestCommand(),
    createSignCommand(),
    createProxyCommand(),
  ])
    root.addCommand(command)
  root.commandsGroup('For a provider (with --store):')
  for (const command of [
    createConsumerCommand(),
    createTokenCommand(),
    createScopeCommand(),
    createPurgeCommand().summary(MAINTAIN_STORE),
    createMigrateCommand().summary(MAINTAIN_STORE),
    createRekeyCommand().summary(MAINTAIN_STORE),
    createStoreGroupCommand().summary(MAINTAIN_STORE),
    createImportCommand(),
  ]) {
    root.addCommand(command)
  }
  root
    .commandsGroup('For both:')
    .addCommand(createExplainCommand())
    .addCommand(createCompletionCommand())
    .addCommand(createCompleteCommand(root, KNOWN_VALUES), { hidden: true })
  return addExamples(root, [
    'request https://photos.example/photos',
    'explain --store sqlite:oauth.db request.http',
  ])
}
