import { Command, InvalidArgumentError } from 'commander'

/** Makes a command; whatever is wrong with its arguments is thrown, and told in one place. */
export function createCommand(nameAndArguments: string, description: string): Command {
  const [name = '', ...words] = nameAndArguments.split(' ')
  const command = new Command(name)
    .description(description)
    .exitOverride()
    .helpCommand(false)
    .helpOption('-h, --help', 'show this')
    .showSuggestionAfterError(true)
    .configureOutput({ outputError: () => undefined })
  if (words.length > 0) command.arguments(words.join(' '))
  return command
}

/** Collects an option that may be given more than once. */
export function collect(value: string, previous: readonly string[] = []): readonly string[] {
  return [...previous, value]
}

/** Reads the value of an option that is a number of seconds, or of things. */
export function parseInteger(value: string): number {
  if (/^\d{1,15}$/.test(value)) return Number(value)
  throw new InvalidArgumentError('It must be a whole number, 0 or above.')
}
