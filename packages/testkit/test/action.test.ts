import { execFile } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { afterEach, beforeEach, expect, it } from 'vitest'

import type { Report } from '../src/index.js'

const ROOT = fileURLToPath(new URL('../../..', import.meta.url))
const SCRIPT = join(ROOT, 'packages/testkit/action.sh')
const ACTION = readFileSync(join(ROOT, 'packages/testkit/action.yml'), 'utf8')
const { version } = JSON.parse(
  readFileSync(join(ROOT, 'packages/testkit/package.json'), 'utf8'),
) as { readonly version: string }
const COMMAND_LINE = join(ROOT, 'packages/testkit/src/command.ts')

let directory: string

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'oauthplus action '))
  // Replaces npm: runs the program from here instead of fetching it.
  const npx = join(directory, 'npx')
  writeFileSync(
    npx,
    `#!/usr/bin/env bash
[[ $1 == --yes && $2 == @oauthplus/testkit@${version} ]] || exit 9
shift 2
cd ${JSON.stringify(ROOT)}
exec node --conditions @oauthplus/source --import tsx ${JSON.stringify(COMMAND_LINE)} "$@"
`,
  )
  chmodSync(npx, 0o755)
})

afterEach(() => {
  rmSync(directory, { recursive: true })
})

/** Runs the action's step with the inputs' defaults, as a runner would, and gives its exit code. */
function act(inputs: Readonly<Record<string, string>>): Promise<number> {
  const given = Object.fromEntries(
    [...ACTION.matchAll(/^ {8}([A-Z_]+): \$\{\{ inputs\.([a-z-]+) \}\}$/gm)].map(
      ([, variable = '', name = '']) => [variable, inputs[name] ?? defaultOf(name)],
    ),
  )
  const env = { ...process.env, ...given, PATH: `${directory}:${process.env.PATH ?? ''}` }
  return new Promise((resolve) => {
    execFile(SCRIPT, { env, cwd: directory }, (error) => {
      resolve(error === null ? 0 : Number(error.code))
    })
  })
}

function defaultOf(name: string): string {
  const [, value] = new RegExp(`^ {2}${name}:\\n.*\\n {4}default: (.*)$`, 'm').exec(ACTION) ?? []
  if (value === undefined) throw new Error(`The action has no input ${name}.`)
  return value === "''" ? '' : value
}

it('runs the suite that its inputs name, writes the reports, and ends as the suite does', async () => {
  const signer = join(directory, 'signer.mjs')
  writeFileSync(
    signer,
    `import { createInterface } from 'node:readline'
    createInterface({ input: process.stdin }).on('line', (line) => {
      const { id } = JSON.parse(line)
      console.log(JSON.stringify({ id, error: 'I sign nothing, "$(touch caught)"' }))
    })`,
  )
  const inputs = {
    suite: 'vectors',
    command: `node ${JSON.stringify(signer)}`,
    reports: join(directory, 'the reports'),
  }
  expect(await act({ ...inputs, only: 'refused hand-made.escape-overlong' })).toBe(0)
  const report = JSON.parse(readFileSync(join(inputs.reports, 'report.json'), 'utf8')) as Report
  expect(report.counts.passed).toBe(10)
  for (const kind of ['report.xml', 'report.html']) {
    expect(existsSync(join(inputs.reports, kind))).toBe(true)
  }
  expect(await act({ ...inputs, only: 'hand-made.query-plus' })).toBe(1)
  const known = join(directory, 'known.txt')
  writeFileSync(known, 'hand-made.query-plus\n')
  expect(await act({ ...inputs, only: 'hand-made.query-plus', 'expected-failures': known })).toBe(0)
  expect(await act({ ...inputs, only: '$(touch caught)' })).toBe(2)
  expect(existsSync(join(directory, 'caught'))).toBe(false)
}, 60_000)

it('runs the version that it belongs to, never the latest', () => {
  expect(ACTION + readFileSync(SCRIPT, 'utf8')).not.toContain('latest')
})
