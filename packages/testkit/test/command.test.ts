import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterEach, beforeEach, expect, it, vi } from 'vitest'

import { runCommand } from '../src/command/run-command.js'
import { startBaseProvider } from './mutants/base-provider.js'
import type { Faulty } from './mutants/base-provider.js'

let directory: string

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'oauthplus-testkit-'))
})

afterEach(() => {
  rmSync(directory, { recursive: true })
})

async function run(faulty: Faulty, ...options: readonly string[]): Promise<number> {
  const { config, close } = await startBaseProvider(faulty)
  const file = join(directory, 'provider.json')
  writeFileSync(file, JSON.stringify(config))
  const argv = ['node', 'oauthplus-testkit', 'provider', '--config', file, '--quiet', ...options]
  return runCommand(argv).finally(close)
}

const ONLY = ['--only', 'nonce.replayed', 'refusal.leaks-nothing', 'access-token.issued']

it('exits with status 0 when nothing fails, and with status 1 when something does', async () => {
  expect(await run(() => false, ...ONLY)).toBe(0)
  expect(await run((name) => name === 'nonce-ignored', ...ONLY)).toBe(1)
})

it('exits with status 2 when it cannot run', async () => {
  const file = join(directory, 'provider.json')
  expect(await runCommand(['node', 'x', 'provider', '--config', file])).toBe(2)
  writeFileSync(file, '{"requestTokenUrl":"/relative"}')
  expect(await runCommand(['node', 'x', 'provider', '--config', file])).toBe(2)
  expect(await runCommand(['node', 'x', 'nothing'])).toBe(2)
})

it('prints one line and exits with status 2 when the provider is down', async () => {
  const lines: string[] = []
  const write = vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    lines.push(String(text))
    return true
  })
  const output = vi.spyOn(process.stdout, 'write')
  const { config, close } = await startBaseProvider()
  await close()
  const file = join(directory, 'provider.json')
  const report = join(directory, 'report.json')
  writeFileSync(file, JSON.stringify(config))
  const argv = ['node', 'x', 'provider', '--config', file, '--json', report]
  const code = await runCommand(argv).finally(() => write.mockRestore())
  expect(code).toBe(2)
  expect(lines).toEqual([
    expect.stringMatching(/^The provider at http:\S+ does not respond: .+\n$/),
  ])
  expect(output).not.toHaveBeenCalled()
  expect(existsSync(report)).toBe(false)
  output.mockRestore()
})

it('lets expected failures pass, and reports one that does not fail', async () => {
  const known = join(directory, 'known.txt')
  writeFileSync(known, 'nonce.replayed # until the database is replaced\n')
  const options = [...ONLY, '--expected-failures', known]
  expect(await run((name) => name === 'nonce-ignored', ...options)).toBe(0)
  expect(await run(() => false, ...options)).toBe(1)
})

it('writes reports that show what was sent, and no secret', async () => {
  const files = ['json', 'junit', 'html'].map(
    (kind) => [`--${kind}`, join(directory, kind)] as const,
  )
  expect(await run((name) => name === 'secret-told', ...ONLY, ...files.flat())).toBe(1)
  for (const [, file] of files) {
    const text = readFileSync(file, 'utf8')
    expect(text).toContain('refusal.leaks-nothing')
    expect(text).toContain('GET /api/echo HTTP/1.1')
    expect(text).toContain('••••••')
    expect(text).not.toMatch(/main-secret/)
  }
})
