import { Command, InvalidArgumentError } from 'commander'

/** Creates a command that throws argument errors, so that one place prints them. */
export function createCommand(nameAndArguments: string, description: string): Command {
  const [name = '', ...words] = nameAndArguments.split(' ')
  const command = new Command(name)
    .description(description)
    .exitOverride()
    .helpCommand(false)
    .helpOption('-h, --help', 'show help')
    .showSuggestionAfterError(true)
    .configureOutput({ outputError: () => undefined })
  if (words.length > 0) command.arguments(words.join(' '))
  return command
}

/** Collects the values of a repeatable option. */
export function collect(value: string, previous: readonly string[] = []): readonly string[] {
  return [...previous, value]
}

/** Parses the value of an option that is an integer. */
export function parseInteger(value: string): number {
  if (/^\d{1,15}$/.test(value)) return Number(value)
  throw new InvalidArgumentError('It must be an integer, 0 or greater.')
}
