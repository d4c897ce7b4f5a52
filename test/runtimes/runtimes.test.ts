import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { build } from 'esbuild'
import { beforeAll, expect, it, onTestFinished } from 'vitest'

// The other runtimes are `npm run runtimes`.
const DIRECTORY = import.meta.dirname
const GUIDE = new URL('../../docs/guide/runtimes.md', import.meta.url)

const SLOW = { timeout: 60_000 }

interface Result {
  readonly name: string
  readonly ok: boolean
  readonly error?: string
}

function resultsOf(...args: readonly string[]): readonly Result[] {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: DIRECTORY,
    encoding: 'utf8',
    // This process was started with conditions that lead to the sources.
    env: { ...process.env, NODE_OPTIONS: '' },
  })
  expect(status, stderr).toBe(0)
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Result)
}

function passes(all: readonly Result[]): void {
  expect(all.filter(({ ok }) => !ok)).toEqual([])
  expect(new Set(all.map(({ name }) => name)).size).toBe(all.length)
  expect(all.length).toBeGreaterThan(600)
}

let results: readonly Result[]

beforeAll(() => {
  results = resultsOf(join(DIRECTORY, 'program.mjs'))
}, SLOW.timeout)

it('passes every case on this Node', () => {
  passes(results)
})

it('passes every case on this Node as browsers get it, on WebCrypto', SLOW, async () => {
  const directory = mkdtempSync(join(tmpdir(), 'oauthplus-suite-'))
  onTestFinished(() => {
    rmSync(directory, { recursive: true })
  })
  const outfile = join(directory, 'suite.mjs')
  const { metafile } = await build({
    stdin: {
      contents: `import { runSuite } from './suite.mjs'
        await runSuite({ report: (result) => console.log(JSON.stringify(result)) })`,
      resolveDir: DIRECTORY,
    },
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    metafile: true,
  })
  expect(Object.keys(metafile.inputs).join('\n')).not.toMatch(/crypto-node|\/src\//)
  passes(resultsOf(outfile))
})

it('passes every case of a provider on fetch on this Node', SLOW, () => {
  const found = resultsOf('fetch.mjs', 'Node', process.execPath, 'fetch-node.mjs')
  const [cases, rewriting] = [found.slice(0, -1), found.at(-1)]
  expect(rewriting).toEqual({ rewriting: ['normalized', 'normalized', 'refused', 'normalized'] })
  expect(cases.filter(({ ok }) => !ok)).toEqual([])
  const rows = [
    ...readFileSync(GUIDE, 'utf8').matchAll(/^\| `?[\w.@/-]+`?.* [\d.]+ +\| (\d+) +\| 0 +\|/gm),
  ]
  expect(rows.length, 'npm run runtimes writes the guide').toBeGreaterThan(4)
  for (const [, passed] of rows) expect(Number(passed)).toBe(cases.length)
})

it('has as many cases as the guide says, for every runtime', () => {
  const guide = readFileSync(GUIDE, 'utf8')
  const rows = [
    ...guide.matchAll(/^\| (\w+) +\| ([\d.]+) +\|[^|]*\| (\d+) +\| (\d+) +\|(?: (\d+) refused)?/gm),
  ]
  expect(rows.length, 'npm run runtimes writes the guide').toBeGreaterThan(4)
  for (const [, name, version, passed, failed, refused = '0'] of rows) {
    expect(
      [name, version, Number(passed) + Number(refused), Number(failed)],
      'npm run runtimes writes the guide',
    ).toEqual([name, version, results.length, 0])
  }
})
