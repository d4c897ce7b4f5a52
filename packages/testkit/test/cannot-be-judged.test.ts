import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { expect, it, vi } from 'vitest'

import { runCommand } from '../src/command/run-command.js'
import { testProvider } from '../src/index.js'
import type { Report, RunOptions } from '../src/index.js'
import { formatHtml } from '../src/report/format-html.js'
import { formatJunit } from '../src/report/format-junit.js'
import { formatSummary } from '../src/report/terminal.js'
import { startBaseProvider } from './mutants/base-provider.js'

async function run(faults: readonly string[], options?: RunOptions): Promise<Report> {
  const { config, close } = await startBaseProvider((name) => faults.includes(name))
  return testProvider(config, options).finally(close)
}

function getIds({ results }: Report, status: string): readonly string[] {
  return results.filter((result) => result.status === status).map(({ id }) => id)
}

// One fault each, and every check that may fail for it.
it.each([
  ['token-as-json', ['request-token.issued', 'access-token.issued']],
  ['token-by-201', ['request-token.issued', 'access-token.issued']],
  ['token-as-text', ['request-token.content-type', 'access-token.content-type']],
  [
    'refusal-revokes',
    [
      'access-token.survives-wrong-signature',
      'refusal.revokes-nothing',
      'refusal.revokes-nothing-of-another',
    ],
  ],
])('reports one fault once: %s', { timeout: 60_000 }, async (fault, ids) => {
  const report = await run([fault])
  expect(getIds(report, 'failed')).toEqual(ids)
  expect(report.counts['cannot be judged']).toBe(0)
})

it.each([
  ['method-unsigned', ['request-token.issued', 'xauth.issued']],
  ['exchange-refused', ['access-token.issued']],
  ['verifier-unsent', ['authorization.callback']],
])('cannot judge what a broken flow prevents: %s', { timeout: 60_000 }, async (fault, ids) => {
  const report = await run([fault])
  expect(getIds(report, 'failed')).toEqual(ids)
  expect(getIds(report, 'cannot be judged')).toContain('access-token.verifier-wrong')
  expect(report.ok).toBe(false)
})

it('counts no refusal as passed when plain requests are refused, too', async () => {
  const report = await run(['rate-limited'])
  expect(report.results.at(-1)?.status).toBe('cannot be judged')
  expect(report.results.at(-1)?.found).toContain('429 with "Too many requests"')
  expect(report.counts.failed).toBe(0)
})

it('shows what cannot be judged in every report', async () => {
  const report = await run(['exchange-refused'], { only: ['verify.signature-wrong'] })
  const reason = 'the provider does not issue an access token: 401'
  expect(report.results.map(({ status }) => status)).toEqual(['cannot be judged'])
  expect(report.results[0]?.found).toContain(reason)
  expect(formatHtml(report)).toContain(reason)
  expect(formatJunit(report)).toContain(`<skipped message="cannot be judged: ${reason}`)
  expect(formatSummary(report)).toContain('1 cannot be judged')
  expect(formatSummary(report)).toContain('cannot be judged.')
})

it('exits with status 2 if nothing failed but a check cannot be judged', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'oauthplus-testkit-'))
  const file = join(directory, 'provider.json')
  const output = vi.spyOn(process.stdout, 'write').mockReturnValue(true)
  const { config, close } = await startBaseProvider((name) => name === 'exchange-refused')
  writeFileSync(file, JSON.stringify(config))
  const argv = ['node', 'x', 'provider', '--config', file, '--only']
  expect(await runCommand([...argv, 'verify.signature-wrong'])).toBe(2)
  expect(await runCommand([...argv, 'verify.signature-wrong', 'access-token.issued'])).toBe(1)
  await close()
  output.mockRestore()
  rmSync(directory, { recursive: true })
})

it('ends the run with one sentence when the provider goes down', { timeout: 30_000 }, async () => {
  await expect(run(['malformed-crashes', 'crash-ends-process'])).rejects.toThrow(
    /^The provider at http:\S+ does not respond: .+\. This was noticed during the check \S+\.$/,
  )
})
