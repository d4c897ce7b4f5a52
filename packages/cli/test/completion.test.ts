import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

import { createProvider } from '@oauthplus/server'
import { sqliteStore } from '@oauthplus/store-sqlite'
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
  const provider = sqliteStore(join(folder, 'oauth.db'))
  await provider.migrate()
  const { consumers } = createProvider({ store: provider, findUser: () => undefined })
  for (const key of ['printer', 'phone:1', "it's", '$(touch x)', 'scanner']) {
    await consumers.register({ key, name: `The ${key}` }).catch(() => undefined)
  }
  await provider.close()
})
const STORE = 'sqlite:oauth.db'
afterAll(() => rm(folder, { recursive: true, force: true }))

/** Runs a shell script with the program on the PATH. */
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
  [['profile', 'show', 'd'], ['discography']],
  [['profile', 'add', 'd'], []],
  [['explain', '-p', ''], ['discography']],
  [
    ['consumer', 'show', '--store', STORE, 'p'],
    ['phone:1', 'printer'],
  ],
  [['consumer', 'rotate', 's', '--store', STORE], []],
  [['consumer', 'add', '--store', STORE, 'p'], []],
  [
    ['token', 'list', '--store', STORE, '--consumer', ''],
    ['phone:1', 'printer', 'scanner'],
  ],
  [['consumer', 'show', '--store', 'sqlite:none.db', ''], []],
  [['consumer', 'show', '--store', 'nonsense', ''], []],
  [['consumer', 'show', ''], []],
])('completes %j to %j', async (words, expected) => {
  const { standardOutput } = await runOauthplus(['complete', '--', ...words], { folder })
  expect(
    standardOutput
      .split('\n')
      .slice(0, -1)
      .map((line) => line.split('\t')[0]),
  ).toEqual(expected)
})

it('uses the store of the environment, creates none, and describes consumers', async () => {
  const complete = (store: string) =>
    runOauthplus(['complete', '--', 'consumer', 'show', 'pr'], {
      folder,
      environment: { OAUTHPLUS_STORE: store },
    })
  expect(await complete(STORE)).toEqual({
    code: 0,
    standardOutput: 'printer\tThe printer\n',
    standardError: '',
  })
  expect(await complete('sqlite:none.db')).toMatchObject({ code: 0, standardOutput: '' })
  expect(await readdir(folder)).not.toContain('none.db')
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
  expect(said).toMatch(/^reject\treject a consumer[^\n]+\nremove\tremove a consumer[^\n]+\n$/)
})

it('completes in zsh at an interactive prompt', async (test) => {
  await writeFile(
    join(folder, '.zshrc'),
    `PROMPT='READY>'; autoload -U compinit; compinit -u -D; eval "$(oauthplus completion zsh)"`,
  )
  // A separate terminal, in which a key is pressed.
  const script = `zmodload zsh/zpty
    zpty shell "ZDOTDIR=$PWD zsh -i"
    zpty -r -m shell seen '*READY>*'
    zpty -n -w shell $'oauthplus consumer rem\\t'
    zpty -r -m shell seen '*consumer remove*'
    print -r -- "$seen"
    zpty -d shell`
  expect(await inShell('zsh', { args: ['-f', '-c', script], test })).toContain('consumer remove')
})
