import { readFileSync } from 'node:fs'

import { describe, expect, it } from 'vitest'

import { createProgram } from '../src/create-program.js'

type Command = ReturnType<typeof createProgram>

// A terminal has 24 lines, of which the prompt takes one.
const MOST_LINES = 23
const MOST_COLUMNS = 80
const GUIDE = readFileSync(new URL('../../../docs/guide/command-line.md', import.meta.url), 'utf8')

/** Returns the words of each command, except those that only shells call. */
function pathsOf(command: Command, path: readonly string[] = []): readonly (readonly string[])[] {
  const { commands } = command
  const visible = commands.filter((each) => each.name() !== 'complete')
  return [path, ...visible.flatMap((each) => pathsOf(each, [...path, each.name()]))]
}

function commandAt(path: readonly string[]): Command {
  let command = createProgram()
  for (const word of path) {
    const next = command.commands.find((each) => each.name() === word)
    if (next === undefined) throw new Error(`There is no ${word}`)
    command = next
  }
  return command
}

function helpOf(path: readonly string[], option: '--help' | '--help-all' = '--help'): string {
  const command = commandAt(path)
  let help = ''
  command.configureOutput({
    writeOut: (text) => (help += text),
    getOutHelpWidth: () => MOST_COLUMNS,
  })
  try {
    command.parse([option], { from: 'user' })
  } catch (error) {
    expect(error).toMatchObject({ exitCode: 0 })
  }
  return help
}

/** Returns the examples of a help, one line each. */
function examplesOf(help: string): readonly string[] {
  const [, examples = ''] = help.split('\nExamples:\n')
  return examples
    .replaceAll(/ \\\n +/g, ' ')
    .trimEnd()
    .split('\n')
}

/** Splits a line as a POSIX shell does, up to a redirection. */
function wordsOf(line: string): readonly string[] {
  const [command = ''] = line.split(' < ')
  return Array.from(
    command.matchAll(/'([^']*)'|(\S+)/g),
    ([, quoted, plain]) => quoted ?? plain ?? '',
  )
}

/**
 * Returns the commands in the tables of the guide. In a row, later commands share the first word of
 * the first.
 */
function documented(): ReadonlySet<string> {
  const rows = GUIDE.split('\n').filter((line) => line.startsWith('| `'))
  const named = rows.flatMap((row) => {
    const cell = row.split('|')[1] ?? ''
    const commands = Array.from(cell.matchAll(/`([^`]+)`/g), ([, words = '']) =>
      words.replace(/ (?:[A-Z]|--).*/, ''),
    )
    const [group = ''] = commands[0]?.split(' ') ?? []
    return commands.map((name, index) => (index === 0 ? name : `${group} ${name}`))
  })
  const called = Array.from(GUIDE.matchAll(/oauthplus (\w+)/g), ([, name = '']) => name)
  return new Set([...named, ...called])
}

const PATHS = pathsOf(createProgram()).map((path) => path.join(' '))

it('covers all commands in this test', () => {
  expect(PATHS.length).toBeGreaterThan(35)
})

describe.each(PATHS)('oauthplus %s --help', (name) => {
  const path = name === '' ? [] : name.split(' ')

  it(`has at most ${MOST_LINES} lines of ${MOST_COLUMNS} columns`, () => {
    const lines = helpOf(path).trimEnd().split('\n')
    expect(lines[0]).toContain(['oauthplus', ...path].join(' '))
    expect(lines.length).toBeLessThanOrEqual(MOST_LINES)
    expect(lines.filter((line) => line.length > MOST_COLUMNS)).toEqual([])
  })

  it('has two or three examples that the program accepts', () => {
    const examples = examplesOf(helpOf(path))
    expect([2, 3]).toContain(examples.length)
    expect(new Set(examples).size).toBe(examples.length)
    for (const example of examples) {
      expect(example).toMatch(/^ {2}oauthplus /)
      const [, ...words] = wordsOf(example.trim())
      const names = PATHS.filter(
        (each) => each !== '' && `${words.join(' ')} `.startsWith(`${each} `),
      )
      const called = names.at(-1) ?? ''
      expect(called.startsWith(name)).toBe(true)
      const command = commandAt(called.split(' '))
      const { operands, unknown } = command.parseOptions(words.slice(called.split(' ').length))
      expect(unknown.filter((word) => word !== '--')).toEqual([])
      const { registeredArguments: declared } = command
      expect(operands.length).toBeGreaterThanOrEqual(
        declared.filter((each) => each.required).length,
      )
      expect(operands.length).toBeLessThanOrEqual(declared.length)
      const missing = command.options.filter(
        (option) =>
          option.mandatory && command.getOptionValue(option.attributeName()) === undefined,
      )
      expect(missing.map(({ long }) => long)).toEqual([])
    }
  })

  it('names every option, and describes each with --help-all', () => {
    const command = commandAt(path)
    const brief = helpOf(path)
    for (const { long } of command.options) {
      if (long !== '--help-all') expect(brief).toContain(long)
    }
    if (!command.options.some(({ long }) => long === '--help-all')) return
    const complete = helpOf(path, '--help-all')
    expect(complete.split('\n').filter((line) => line.length > MOST_COLUMNS)).toEqual([])
    const words = complete.split(/\s+/).join(' ')
    for (const { long, description, argChoices = [] } of command.options) {
      if (long !== '--help-all') expect(words).toContain(description)
      expect(words).toContain(argChoices.join(', '))
    }
  })

  it('is described in the guide', () => {
    // A command group is described by its subcommands.
    const isGroup = commandAt(path).commands.length > 0
    expect(isGroup || documented().has(name)).toBe(true)
  })
})
