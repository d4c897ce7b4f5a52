import { readFileSync } from 'node:fs'

import { describe, expect, it } from 'vitest'

import { createProgram } from '../src/create-program.js'

type Command = ReturnType<typeof createProgram>

const MOST_LINES = 32
const MOST_COLUMNS = 80
const GUIDE = readFileSync(new URL('../../../docs/guide/command-line.md', import.meta.url), 'utf8')

/** Gives the words of each command but those that shells alone call. */
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

function helpOf(path: readonly string[]): string {
  const command = commandAt(path)
  let help = ''
  command.configureOutput({
    writeOut: (text) => (help += text),
    getOutHelpWidth: () => MOST_COLUMNS,
  })
  command.outputHelp()
  return help
}

/** Gives the commands that the tables of the guide have; in a row, later ones share the first word of the first. */
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

it('has all its commands in this test', () => {
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

  it('stands in the guide', () => {
    // A command that only holds others is told by those.
    const isGroup = commandAt(path).commands.length > 0
    expect(isGroup || documented().has(name)).toBe(true)
  })
})
