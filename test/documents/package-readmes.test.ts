import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

import ts from 'typescript'
import { describe, expect, it } from 'vitest'

import { createProgram } from '../../packages/cli/src/create-program.js'
import { ROOT } from './pages.js'

interface Manifest {
  readonly name: string
  readonly dependencies?: Readonly<Record<string, string>>
}

const NAMES = readdirSync(join(ROOT, 'packages'))
const SECTIONS = ['Limitations', 'Install', 'Example', 'Options', 'Errors']

/** The interfaces of options, by the file that declares them: each field is an option. */
const OPTIONS: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  cli: {},
  client: {
    'client-options.ts': ['ClientOptions'],
    'service-provider.ts': ['ServiceProviderDescription', 'HmacServiceProvider'],
  },
  core: {
    'signing.ts': ['SignRequestOptions'],
    'verification.ts': ['VerifySignatureOptions', 'KnownKeys'],
  },
  doctor: { 'diagnosis.ts': ['DiagnosisKeys', 'DiagnoseOptions'] },
  server: {
    'settings/provider-options.ts': ['ProviderOptions', 'Limits'],
    'operations/authenticate.ts': ['AuthenticateOptions'],
  },
  'server-express': {
    '../../server/src/adapter/adapter-options.ts': ['AdapterOptions'],
    '../../server/src/operations/authenticate.ts': ['AuthenticateOptions'],
  },
  'server-fastify': {
    '../../server/src/adapter/adapter-options.ts': ['AdapterOptions'],
    '../../server/src/operations/authenticate.ts': ['AuthenticateOptions'],
  },
  'server-koa': {
    '../../server/src/adapter/adapter-options.ts': ['AdapterOptions'],
    '../../server/src/operations/authenticate.ts': ['AuthenticateOptions'],
  },
  'server-fetch': {
    '../../server/src/adapter/adapter-options.ts': ['AdapterOptions'],
    'fetch-oauth.ts': ['FetchOAuthOptions'],
    'hono-oauth.ts': ['HonoOAuthOptions'],
    '../../server/src/operations/authenticate.ts': ['AuthenticateOptions'],
  },
  'store-postgres': {
    'postgres-store.ts': ['PostgresStoreOptions'],
    'table-names.ts': ['PostgresTableOptions'],
    'postgres-link.ts': ['PostgresConnectionOptions'],
    'postgres-throttle.ts': ['PostgresThrottleOptions'],
  },
  'store-redis': {
    'redis-options.ts': ['RedisOptions'],
    'redis-throttle.ts': ['RedisThrottleOptions'],
  },
  'store-sqlite': { 'sqlite-store-options.ts': ['SqliteStoreOptions'] },
  testkit: {
    'checks/run-checks.ts': ['RunOptions', 'ProgramRunOptions'],
    'provider-suite/provider-run-options.ts': ['ProviderRunOptions'],
    'test-provider/test-provider-options.ts': ['TestProviderOptions'],
  },
}

describe.each(NAMES)('the README of %s', (name) => {
  const text = readFileSync(join(ROOT, 'packages', name, 'README.md'), 'utf8')
  const sections = sectionsOf(text)

  it('says in one sentence what the package is', () => {
    const sentence = (sections.get('') ?? '').replaceAll(/\s+/g, ' ').trim()
    expect(text.startsWith(`# @oauthplus/${name}\n`)).toBe(true)
    expect(sentence).toMatch(/^[^.]*(?:\.[0-9a-z][^.]*)*\.$/)
    expect(sentence.length).toBeLessThanOrEqual(200)
  })

  it('has the sections of every README first, in their order', () => {
    expect([...sections.keys()].slice(1, SECTIONS.length + 1)).toEqual(SECTIONS)
    for (const section of SECTIONS) expect(sections.get(section)?.trim(), section).not.toBe('')
  })

  it('installs the package, and has an example', () => {
    expect(sections.get('Install')).toMatch(/^```sh\nnpm install /m)
    expect(sections.get('Example')).toMatch(/^```\w+\n/m)
  })

  it('names every option', () => {
    const options = Object.entries(OPTIONS[name] ?? {}).flatMap(([file, interfaces]) =>
      interfaces.flatMap((wanted) => fieldsOf(join(ROOT, 'packages', name, 'src', file), wanted)),
    )
    if (name !== 'cli') expect(options.length).toBeGreaterThan(2)
    const section = sections.get('Options') ?? ''
    expect(options.filter((option) => !section.includes(`\`${option}\``))).toEqual([])
  })
})

it('the README of cli names every command and every variable of the environment', () => {
  const readme = readFileSync(join(ROOT, 'packages/cli/README.md'), 'utf8')
  const commands = createProgram()
    .commands.map((command) => command.name())
    .filter((command) => command !== 'complete')
  expect(commands.filter((command) => !readme.includes(`\`${command}\``))).toEqual([])
  const variables = sourcesIn('packages/cli/src').flatMap((source) => [
    ...source.matchAll(/\bOAUTHPLUS_[A-Z_]+/g),
  ])
  expect(variables.length).toBeGreaterThan(5)
  expect(variables.filter(([variable]) => !readme.includes(`\`${variable}\``))).toEqual([])
})

it('the README of the repository names every package with what it needs to run', () => {
  const readme = readFileSync(join(ROOT, 'README.md'), 'utf8')
  const rows = [
    ...readme.matchAll(
      /^\| \[(@oauthplus\/[\w-]+)\]\(([^)]+?)(?:\/README\.md)?\) .*\| ([^|]+?) +\|$/gm,
    ),
  ]
  const told = rows.map(([, name, directory, needed]) => ({ name, directory, needed }))
  const packages = NAMES.map((directory) => {
    const file = join(ROOT, 'packages', directory, 'package.json')
    const { name, dependencies = {} } = JSON.parse(readFileSync(file, 'utf8')) as Manifest
    const needed = Object.keys(dependencies).map((other) => other.replace('@oauthplus/', ''))
    return { name, directory: `packages/${directory}`, needed: needed.join(', ') || 'none' }
  })
  expect([...told].sort(byName)).toEqual([...packages].sort(byName))
})

interface Named {
  readonly name?: string | undefined
}

function byName(one: Named, other: Named): number {
  return (one.name ?? '').localeCompare(other.name ?? '')
}

/** Returns the text under each heading, and the text before the first one under the empty string. */
function sectionsOf(text: string): ReadonlyMap<string, string> {
  const parts = text.replace(/^# .*\n/, '').split(/^## (.+)$/m)
  const sections = new Map([['', parts[0] ?? '']])
  for (let index = 1; index < parts.length; index += 2) {
    sections.set(parts[index] ?? '', parts[index + 1] ?? '')
  }
  return sections
}

/** Gives the names of an interface's own fields. */
function fieldsOf(file: string, wanted: string): readonly string[] {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true)
  const found = source.statements
    .filter(ts.isInterfaceDeclaration)
    .find(({ name }) => name.text === wanted)
  if (!found) throw new Error(`${file} has no interface ${wanted}`)
  return found.members.flatMap(({ name }) => (name && ts.isIdentifier(name) ? [name.text] : []))
}

function sourcesIn(directory: string): readonly string[] {
  return readdirSync(join(ROOT, directory), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
}
