import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

import type { TestContext } from 'vitest'
import { afterAll, beforeAll, expect, it } from 'vitest'

import { findProgram } from '../../../test/find-program.js'
import { commandOf } from '../../../test/interop/foreign-client.js'
import { OAUTHPLUS, runOauthplus } from './run-oauthplus.js'

let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'oauthplus-cli-'))
  await symlink(OAUTHPLUS, join(folder, 'oauthplus'))
  const profiles = join(folder, '.config/oauthplus/profiles')
  await mkdir(profiles, { recursive: true })
  await writeFile(join(profiles, 'discography.json'), '{}')
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** Runs a script of a shell in which the program is on the PATH. */
async function inShell(
  name: string,
  { args, test }: { readonly args: readonly string[]; readonly test: TestContext },
): Promise<string> {
  const shell = commandOf(findProgram([name], { debianPackage: name }), test)
  const { stdout } = await promisify(execFile)(shell, args, {
    cwd: folder,
    env: { PATH: `${folder}:${process.env.PATH ?? ''}`, HOME: folder, TERM: 'xterm' },
  })
  return stdout
}

it.each([
  [['con'], ['consumer']],
  [
    ['consumer', 're'],
    ['reject', 'remove'],
  ],
  [['consumer', 'add', 'Printer', '--ca'], ['--callback']],
  [['consumer', 'list', '--status', 'p'], ['pending']],
  [
    ['completion', ''],
    ['bash', 'zsh', 'fish'],
  ],
  [['request', '--profile', ''], ['discography']],
  [['request', '-p', 'x'], []],
  [['profile', 'add', 'x', '--preset', 'dis'], ['discogs']],
  [['import', 'django-oauth-plus', 'dum'], []],
])('completes %j to %j', async (words, expected) => {
  const { standardOutput } = await runOauthplus(['complete', '--', ...words], { folder })
  expect(
    standardOutput
      .split('\n')
      .slice(0, -1)
      .map((line) => line.split('\t')[0]),
  ).toEqual(expected)
})

it('completes in bash', async (test) => {
  const script = `eval "$(oauthplus completion bash)"
    COMP_WORDS=(oauthplus consumer re) COMP_CWORD=2; _oauthplus
    printf '%s\\n' "\${COMPREPLY[@]}"; complete -p oauthplus`
  expect(await inShell('bash', { args: ['--norc', '-c', script], test })).toBe(
    'reject\nremove\ncomplete -o default -F _oauthplus oauthplus\n',
  )
})

it('completes in fish', async (test) => {
  const script = `oauthplus completion fish | source; complete -C 'oauthplus consumer re'`
  const said = await inShell('fish', { args: ['--no-config', '-c', script], test })
  expect(said).toMatch(/^reject\treject a Consumer[^\n]+\nremove\tremove a Consumer[^\n]+\n$/)
})

it('completes in zsh, as somebody would at the prompt', async (test) => {
  await writeFile(
    join(folder, '.zshrc'),
    `PROMPT='READY>'; autoload -U compinit; compinit -u -D; eval "$(oauthplus completion zsh)"`,
  )
  // A terminal of its own, in which a key is pressed.
  const script = `zmodload zsh/zpty
    zpty shell "ZDOTDIR=$PWD zsh -i"
    zpty -r -m shell seen '*READY>*'
    zpty -n -w shell $'oauthplus consumer rem\\t'
    zpty -r -m shell seen '*consumer remove*'
    print -r -- "$seen"
    zpty -d shell`
  expect(await inShell('zsh', { args: ['-f', '-c', script], test })).toContain('consumer remove')
})
