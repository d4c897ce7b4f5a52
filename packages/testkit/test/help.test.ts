import { expect, describe, it } from 'vitest'

import { createProgram, runCommand } from '../src/command/run-command.js'

// A terminal has 24 lines, of which the prompt takes one.
const MAX_LINES = 23
const MAX_COLUMNS = 80
const NAMES = ['', ...createProgram(() => undefined).commands.map((command) => command.name())]

function getCommand(name: string): ReturnType<typeof createProgram> {
  const root = createProgram(() => undefined)
  return root.commands.find((command) => command.name() === name) ?? root
}

function getHelp(name: string): string {
  let help = ''
  const command = getCommand(name)
  command.configureOutput({
    writeOut: (text) => (help += text),
    getOutHelpWidth: () => MAX_COLUMNS,
  })
  expect(() => command.parse(['--help'], { from: 'user' })).toThrow('(outputHelp)')
  return help
}

describe.each(NAMES)('oauthplus-testkit %s --help', (name) => {
  it('fits on one screen', () => {
    const lines = getHelp(name).trimEnd().split('\n')
    expect(lines.length).toBeLessThanOrEqual(MAX_LINES)
    expect(lines.filter((line) => line.length > MAX_COLUMNS)).toEqual([])
  })

  it('has examples that the program accepts', () => {
    const [, examples = ''] = getHelp(name).split('Examples:\n')
    const lines = [...examples.matchAll(/^ {2}oauthplus-testkit (.*)$/gm)].map(
      ([, line = '']) => line,
    )
    expect(lines.length).toBeGreaterThanOrEqual(2)
    for (const line of lines) {
      const [first = '', ...words] = Array.from(
        line.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g),
        ([, single, double, plain]) => single ?? double ?? plain ?? '',
      )
      const command = getCommand(first)
      expect(command.name()).toBe(first)
      expect(command.parseOptions(words).unknown).toEqual([])
      const missing = command.options.filter(
        (option) =>
          option.mandatory && command.getOptionValue(option.attributeName()) === undefined,
      )
      expect(missing).toEqual([])
    }
  })
})

it('prints the version and exits with status 0', async () => {
  expect(await runCommand(['node', 'x', '--version'])).toBe(0)
  expect(getCommand('').version()).toMatch(/^\d+\.\d+\.\d+/)
})
