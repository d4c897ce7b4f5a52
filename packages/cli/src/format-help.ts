import type { Command, Help, Option } from 'commander'

/** The heading of the options that `--help` lists by name and `--help-all` describes. */
export const RARE_OPTIONS = 'More options:'

const OPTIONS = 'Options:'
const COMMANDS = 'Commands:'
/** The number of choices that fit on a line. */
const MOST_SHOWN_CHOICES = 4

/** An option or command in the help: its syntax and its summary. */
interface Row {
  readonly group: string
  readonly term: string
  readonly description: string
}

/**
 * Formats the help of a command for a terminal of 24 lines. Rarely used options are listed by name,
 * and commands with the same summary share a line.
 *
 * @param command The command.
 * @param helper The formatting of commander.
 * @param isComplete Whether to describe every option and to list every choice.
 */
export function formatHelp(command: Command, helper: Help, isComplete: boolean): string {
  const options = helper.visibleOptions(command).filter(({ long }) => long !== '--help-all')
  const rare = options.filter(isRare)
  const frequent = options.filter((option) => !isRare(option))
  const shown = isComplete ? [...frequent, ...rare] : frequent
  const isGroup = command.commands.length > 0
  const terms = shown.map((option) => helper.optionTerm(option))
  const rows = isGroup
    ? listCommands(command, helper)
    : shown.map((option) => ({
        group: option.helpGroupHeading ?? OPTIONS,
        term: helper.optionTerm(option),
        description: describeOption(option, isComplete),
      }))
  const lines = [
    `Usage: ${helper.commandUsage(command)}`,
    helper.boxWrap(helper.commandDescription(command), helper.helpWidth ?? 80),
    '',
    ...formatRows(rows, helper),
    ...(isGroup ? [`${OPTIONS} ${terms.join('; ')}`] : []),
    ...(isComplete ? [] : formatRare(rare, helper)),
  ]
  return `${lines.join('\n')}\n`
}

function listCommands(command: Command, helper: Help): readonly Row[] {
  const rows = new Map<string, Row>()
  const commands = helper.visibleCommands(command)
  for (const each of commands) {
    const description = helper.subcommandDescription(each)
    const sharing = commands.filter((other) => helper.subcommandDescription(other) === description)
    rows.set(description, {
      group: each.helpGroup() === '' ? COMMANDS : each.helpGroup(),
      term:
        sharing.length === 1
          ? helper.subcommandTerm(each)
          : sharing.map((other) => other.name()).join(', '),
      description,
    })
  }
  return [...rows.values()]
}

function formatRows(rows: readonly Row[], helper: Help): readonly string[] {
  const width = Math.max(...rows.map(({ term }) => term.length))
  const isGrouped = new Set(rows.map(({ group }) => group)).size > 1
  return rows.flatMap(({ group, term, description }, index) => [
    ...(isGrouped && group !== rows[index - 1]?.group ? [group] : []),
    helper.formatItem(term, width, description, helper),
  ])
}

function formatRare(rare: readonly Option[], helper: Help): readonly string[] {
  if (rare.length === 0) return []
  const text = `More (see --help-all): ${rare.map(({ long }) => long ?? '').join(', ')}`
  const wrapped = helper.boxWrap(text, (helper.helpWidth ?? 80) - 2)
  return wrapped.split('\n').map((line) => `  ${line}`)
}

function describeOption(option: Option, isComplete: boolean): string {
  const { description, argChoices: choices } = option
  const usual: unknown = option.defaultValue
  const shown = typeof usual === 'string' ? `${description}; ${usual} by default` : description
  if (choices === undefined) return shown
  const isShort = isComplete || choices.length <= MOST_SHOWN_CHOICES
  return `${shown} (${isShort ? choices.join(', ') : 'see --help-all'})`
}

function isRare({ helpGroupHeading }: Option): boolean {
  return helpGroupHeading === RARE_OPTIONS
}
