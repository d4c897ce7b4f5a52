import { Command, InvalidArgumentError } from 'commander'
import type { Help, Option } from 'commander'

import { formatHelp, RARE_OPTIONS } from './format-help.js'

/** Creates a command that throws argument errors, so that they are printed in one place. */
export function createCommand(nameAndArguments: string, description: string): Command {
  const [name = '', ...words] = nameAndArguments.split(' ')
  const command = new Command(name)
    .description(description)
    .exitOverride()
    .helpCommand(false)
    .helpOption('-h, --help', 'show help')
    .showSuggestionAfterError(true)
    .configureOutput({ outputError: () => undefined })
    .configureHelp({ formatHelp: formatBriefHelp })
  if (words.length > 0) command.arguments(words.join(' '))
  return command
}

/** Adds a rarely used option. `--help` lists only its name. */
export function addRareOption(command: Command, option: Option): Command {
  if (!command.options.some(({ long }) => long === '--help-all')) {
    command.option('--help-all', 'show help with all options').on('option:help-all', () => {
      command.configureHelp({ formatHelp: formatCompleteHelp }).help()
    })
  }
  return command.addOption(option.helpGroup(RARE_OPTIONS))
}

/** Adds examples to the help, without the name of the program. */
export function addExamples(command: Command, examples: readonly string[]): Command {
  const lines = examples.map((example) => `  oauthplus ${example}`)
  return command.addHelpText('after', `\nExamples:\n${lines.join('\n')}`)
}

/** Collects the values of a repeatable option. */
export function collect(value: string, previous: readonly string[] = []): readonly string[] {
  return [...previous, value]
}

/** Parses the value of an option that is an integer. */
export function parseInteger(value: string): number {
  if (/^\d{1,15}$/.test(value)) return Number(value)
  throw new InvalidArgumentError('It must be an integer of at least 0.')
}

function formatBriefHelp(command: Command, helper: Help): string {
  return formatHelp(command, helper, false)
}

function formatCompleteHelp(command: Command, helper: Help): string {
  return formatHelp(command, helper, true)
}
