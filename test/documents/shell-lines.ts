import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

import { createProgram } from '../../packages/cli/src/create-program.js'
import { ROOT } from './pages.js'

interface CommandTree {
  readonly commands: readonly (CommandTree & { name(): string; aliases(): string[] })[]
  readonly options: readonly {
    readonly long?: string | undefined
    readonly short?: string | undefined
  }[]
}

/** Gives what is wrong with a line of a shell block: a script, package or command that is not there. */
export function faultOfShellLine(line: string): string | undefined {
  const words = line
    .replace(/\s+#.*$/, '')
    .replace(/^(?:[A-Z_]+=\S+ )+/, '')
    .split(/\s+/)
  const [first = ''] = words
  if (['', 'export', '#'].includes(first)) return undefined
  if (first === 'npm') return faultOfNpm(words.slice(1))
  if (first === 'npx') return faultOfNpx(words.slice(1))
  if (first === 'oauthplus') return faultOfOauthplus(words.slice(1), createProgram())
  if (first.includes('/')) return existsSync(join(ROOT, first)) ? undefined : `no file ${first}`
  return OTHER_PROGRAMS.has(first) ? undefined : `nobody knows ${first}`
}

/** Programs in examples that this repository does not contain. */
const OTHER_PROGRAMS = new Set(['curl', 'docker', 'git', 'node', 'openssl', 'sqlite3'])

function faultOfNpm([command = '', name = '', ...others]: readonly string[]): string | undefined {
  if (command === 'install') return faultOfPackages([name, ...others])
  const script = command === 'run' ? name : command
  return Object.hasOwn(SCRIPTS, script) ? undefined : `no script ${script}`
}

function faultOfNpx(words: readonly string[]): string | undefined {
  const [name = '', ...others] = words.filter((word) => !word.startsWith('-'))
  if (name === 'oauthplus') return faultOfOauthplus(others, createProgram())
  return faultOfPackages([name])
}

function faultOfPackages(names: readonly string[]): string | undefined {
  const unknown = names.filter(
    (name) =>
      name.startsWith('@oauthplus/') &&
      !existsSync(join(ROOT, name.replace('@oauthplus', 'packages'), 'package.json')),
  )
  return unknown.length > 0 ? `no package ${unknown.join(', ')}` : undefined
}

function faultOfOauthplus(
  [word = '', ...others]: readonly string[],
  tree: CommandTree,
): string | undefined {
  const next = tree.commands.find((command) =>
    [command.name(), ...command.aliases()].includes(word),
  )
  if (next) return faultOfOauthplus(others, next)
  const isGroup = tree.commands.length > 0
  if (isGroup && !['--help', '--version'].includes(word)) return `no command ${word}`
  if (isGroup) return undefined
  const known = new Set(['--help', ...tree.options.flatMap(({ long, short }) => [long, short])])
  const unknown = [word, ...others].filter((option) => option.startsWith('-') && !known.has(option))
  return unknown.length > 0 ? `no option ${unknown.join(', ')}` : undefined
}

const { scripts: SCRIPTS } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  readonly scripts: Readonly<Record<string, string>>
}
