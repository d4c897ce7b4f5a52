import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { PROBLEMS } from '@oauthplus/core'
import type { ProblemCode } from '@oauthplus/core'
import { describe, expect, it } from 'vitest'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const TESTS = [join(ROOT, 'test'), join(ROOT, 'packages')].flatMap(testFiles).map(read).join('\n')

describe.each(['attacks.md', 'django-oauth-plus.md'])('%s', (name) => {
  it('names tests that there are', () => {
    const rows = tablesOf(guide(name)).at(-1) ?? []
    expect(rows.length).toBeGreaterThan(15)
    const missing = rows.flatMap(titlesIn).filter((title) => !TESTS.includes(quoted(title)))
    expect(missing).toEqual([])
  })
})

it('has every test of an attack in one of the two tables', () => {
  const cases = read(join(ROOT, 'test/attacks/attack-cases.ts'))
  const titles = [...cases.matchAll(/\bit(?:\.each\([^)]*\))?\(\s*'([^']+)'/g)].map(
    ([, title]) => title,
  )
  expect(titles.length).toBeGreaterThan(25)
  const named = ['attacks.md', 'django-oauth-plus.md'].flatMap((name) =>
    (tablesOf(guide(name)).at(-1) ?? []).flatMap(titlesIn),
  )
  expect(titles.filter((title = '') => !named.includes(title))).toEqual([])
})

it('says of every attack whether it runs on every adapter, and names the adapters', () => {
  const onEvery = [
    'test/attacks/attack-cases.ts',
    'packages/server/test/adapter-cases.ts',
    ...['adapter-misuse', 'behind-protect', 'body-bytes', 'broken-bodies'].map(
      (name) => `test/hosts/${name}.test.ts`,
    ),
  ]
  const tests = onEvery.map((file) => read(join(ROOT, file))).join('\n')
  const rows = tablesOf(guide('attacks.md')).at(-1) ?? []
  const wrong = rows.filter(
    (row) =>
      titlesIn(row).some((title) => tests.includes(quoted(title))) !== (row[2] === 'every adapter'),
  )
  expect(wrong).toEqual([])
  const adapters = [
    ...read(join(ROOT, 'test/attacks/attacks.test.ts')).matchAll(/^attackCases\('(\w+)'/gm),
  ].map(([, name = '']) => name)
  const listed = /"Every adapter" is ([\w\s,]+):/.exec(guide('attacks.md'))?.[1] ?? ''
  expect(listed.split(/,\s+|\s+and\s+/).sort()).toEqual(adapters.sort())
})

it('names tests that there are for the faults of other clients', () => {
  const [rows = []] = tablesOf(guide('client-faults.md'))
  expect(rows.length).toBeGreaterThan(40)
  const tests = testFiles(join(ROOT, 'test/client-faults')).map(read).join('\n')
  const missing = rows.filter(([, , test = '']) => {
    const [group = '', title = ''] = test.split(' › ')
    return ![`describe('${group}'`, quoted(title)].every((part) => tests.includes(part))
  })
  expect(missing).toEqual([])
})

it('numbers all seventeen faults of django-oauth-plus', () => {
  const faults = tablesOf(guide('django-oauth-plus.md')).at(-1) ?? []
  expect(faults.map(([fault = '']) => Number.parseInt(fault, 10))).toEqual(
    Array.from({ length: 17 }, (_none, index) => index + 1),
  )
})

it('explains every problem code with its status, and no other', () => {
  const { ofProvider } = explainedCodes()
  expect(ofProvider).toEqual(
    Object.entries(PROBLEMS).map(([code, { status }]) => `${code}, ${status}`),
  )
})

it('explains every code that a client throws, and none that it does not', () => {
  const { ofProvider, ofClient } = explainedCodes()
  const sources = sourceFiles(join(ROOT, 'packages/client/src')).map(read).join('\n')
  const thrown = [...sources.matchAll(/OAuthError\(\s*'(\w+)'/g)].map(([, code]) => code)
  expect(thrown.length).toBeGreaterThan(5)
  const explained = [...ofClient, ...ofProvider.map((heading) => heading.split(',')[0])]
  expect(thrown.filter((code) => !explained.includes(code))).toEqual([])
  expect(ofClient.length).toBeGreaterThan(10)
  expect(ofClient.filter((code) => !sources.includes(`'${code}'`))).toEqual([])
})

it('has every page among the tasks that the site is sorted by', () => {
  const { categoryOrder } = JSON.parse(read(join(ROOT, 'typedoc.json'))) as {
    readonly categoryOrder: readonly string[]
  }
  const pages = readdirSync(join(ROOT, 'docs/guide')).filter((name) => name.endsWith('.md'))
  const categories = pages.map((name) => /^category: (.+)$/m.exec(guide(name))?.[1] ?? name)
  expect(categories.filter((category) => !categoryOrder.includes(category))).toEqual([])
})

it('names the Node versions that the suite of runtimes has run on, from the oldest allowed', () => {
  const [versions = []] = tablesOf(guide('node-versions.md'))
  const [runtimes = []] = tablesOf(guide('runtimes.md'))
  expect(versions.map(([, tested]) => tested)).toEqual(
    runtimes.filter(([name]) => name === 'Node').map(([, version]) => version),
  )
  const { engines } = JSON.parse(read(join(ROOT, 'packages/core/package.json'))) as {
    readonly engines: { readonly node: string }
  }
  expect(engines.node.startsWith(`^${versions[0]?.[1] ?? ''} || `)).toBe(true)
})

it.each(['scopes.md', 'xauth.md', 'two-legged.md', 'rsa-and-body-hash.md', 'body-parsers.md'])(
  '%s names refusals with the statuses that they have',
  (name) => {
    const [refusals = []] = tablesOf(guide(name)).slice(-1)
    const told = refusals.flatMap(([answer = '']) => [...answer.matchAll(/^(\d+) `(\w+)`/g)])
    expect(told.length).toBeGreaterThan(1)
    // A request that is too long, and a wrong method, have separate statuses.
    const statusesOf = (code: string) => [
      PROBLEMS[code as ProblemCode].status,
      ...(code === 'parameter_rejected' ? [405, 413] : []),
    ]
    for (const [, status, code = ''] of told) expect(statusesOf(code)).toContain(Number(status))
  },
)

/** Reads the headings of codes, as far as they come from the provider and from the client. */
function explainedCodes(): Readonly<Record<'ofProvider' | 'ofClient', readonly string[]>> {
  const [, ofProvider = '', ofClient = ''] = guide('problems.md').split(/^## /m)
  const headings = (chapter: string): readonly string[] =>
    [...chapter.matchAll(/^### (.+)$/gm)].map(([, heading = '']) => heading)
  return { ofProvider: headings(ofProvider), ofClient: headings(ofClient) }
}

/** Reads the names of tests in a row's second cell: one, or several apart by a point. */
function titlesIn([, tests = '']: readonly string[]): readonly string[] {
  return tests.split(' · ')
}

/** Writes a title as prettier does. */
function quoted(title: string): string {
  return title.includes("'") ? `"${title}"` : `'${title}'`
}

function guide(name: string): string {
  return read(join(ROOT, 'docs', 'guide', name))
}

function read(file: string): string {
  return readFileSync(file, 'utf8')
}

/** Gives the rows of each table, without heads. */
function tablesOf(markdown: string): readonly (readonly string[][])[] {
  return markdown.split(/\n\n+/).flatMap((block) => {
    const lines = block.split('\n').filter((line) => line.startsWith('|'))
    if (lines.length < 3) return []
    return [
      lines.slice(2).map((line) =>
        line
          .slice(1, -1)
          .split(/(?<!\\)\|/)
          .map((cell) => cell.trim()),
      ),
    ]
  })
}

function testFiles(directory: string): readonly string[] {
  return sourceFiles(directory).filter((path) => /(?:\.test|-cases)\.ts$/.test(path))
}

function sourceFiles(directory: string): readonly string[] {
  return readdirSync(directory, { withFileTypes: true }).flatMap((entry) => {
    const path = join(directory, entry.name)
    if (entry.isDirectory()) {
      return entry.name === 'node_modules' || entry.name === 'dist' ? [] : sourceFiles(path)
    }
    return path.endsWith('.ts') ? [path] : []
  })
}
