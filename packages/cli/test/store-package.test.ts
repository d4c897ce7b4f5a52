import { cp, mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { afterAll, beforeAll, expect, it } from 'vitest'

import { PROGRAM_FOLDER, runOauthplus } from './run-oauthplus.js'

const CLI = fileURLToPath(new URL('..', import.meta.url))
const DEPENDENCIES = [
  '@oauthplus/client',
  '@oauthplus/core',
  '@oauthplus/doctor',
  '@oauthplus/server',
  'cli-table3',
  'commander',
  'js-yaml',
  'open',
  'read',
  'write-file-atomic',
]

let folder: string
let program: string

// An installation without any store, and a project with an untrusted store.
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'oauthplus-package-'))
  const installation = join(folder, 'installation')
  await cp(PROGRAM_FOLDER, join(installation, 'dist'), {
    recursive: true,
    filter: (source) => source === PROGRAM_FOLDER || basename(source) !== 'node_modules',
  })
  await cp(join(CLI, 'package.json'), join(installation, 'package.json'))
  for (const name of DEPENDENCIES) {
    const link = join(installation, 'node_modules', name)
    await mkdir(dirname(link), { recursive: true })
    await symlink(await realpath(join(CLI, 'node_modules', name)), link)
  }
  program = join(installation, 'dist', 'oauthplus.js')

  const store = join(folder, 'project', 'node_modules', '@oauthplus', 'store-sqlite')
  await mkdir(store, { recursive: true })
  await writeFile(
    join(store, 'package.json'),
    JSON.stringify({ name: '@oauthplus/store-sqlite', type: 'module', exports: './index.js' }),
  )
  await writeFile(
    join(store, 'index.js'),
    "process.stderr.write('code of the project ran\\n')\nexport const sqliteStore = () => { throw new Error('a store of the project') }\n",
  )
})
afterAll(() => rm(folder, { recursive: true, force: true }))

function list(...options: readonly string[]) {
  const args = ['consumer', 'list', '--store', 'sqlite:oauth.db', ...options]
  return runOauthplus(args, { folder: join(folder, 'project'), program })
}

it('the store of the working folder is never loaded by itself', async () => {
  const { code, standardError } = await list()
  expect(standardError).not.toContain('code of the project ran')
  expect(standardError).toContain('npm install @oauthplus/store-sqlite libsql')
  expect(standardError).toContain('--store-folder')
  expect(code).toBe(2)
})

it.each([
  ['for a global installation', false, 'npm install --global @oauthplus/store-sqlite libsql'],
  ['for a project', true, 'npm install @oauthplus/store-sqlite libsql'],
])('prints the command to install the store %s', async (place, isProject, command) => {
  const root = join(folder, place)
  const installed = join(root, 'node_modules', '@oauthplus', 'cli')
  await cp(join(folder, 'installation'), installed, { recursive: true, verbatimSymlinks: true })
  if (isProject) await writeFile(join(root, 'package.json'), '{}')
  const options = { folder, program: join(installed, 'dist', 'oauthplus.js') }
  const { code, standardError } = await runOauthplus(
    ['consumer', 'list', '--store', 'sqlite:oauth.db'],
    options,
  )
  expect(code).toBe(2)
  expect(standardError).toContain(`This store requires more packages: ${command}.`)
})

it('loads the store of a project that --store-folder names', async () => {
  expect((await list('--store-folder', '.')).standardError).toContain('code of the project ran')
})

it('names a folder without the package in the error', async () => {
  const { code, standardError } = await list('--store-folder', folder)
  expect([code, standardError]).toEqual([
    2,
    expect.stringContaining('--store-folder: the project does not have @oauthplus/store-sqlite'),
  ])
})
