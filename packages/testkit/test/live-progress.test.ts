import { expect, it } from 'vitest'

import { testSigner } from '../src/index.js'
import type { SignerFunction } from '../src/index.js'
import { createLiveProgress } from '../src/report/create-live-progress.js'
import { formatSummary } from '../src/report/terminal.js'
import { createBaseSigner } from './mutants/base-signer.js'

const ONLY = ['hand-made.query-plus', 'hand-made.query-empty']

async function writtenTo(terminal: { isTTY: boolean; columns?: number }): Promise<string> {
  let written = ''
  const output = { ...terminal, write: (text: string) => (written += text) }
  const signer = createBaseSigner((name) => name === 'plus-kept')
  await testSigner(signer, { only: ONLY, ...createLiveProgress(output) })
  return written
}

it('shows the progress in one line on a terminal, and keeps the deviations', async () => {
  const written = await writtenTo({ isTTY: true, columns: 80 })
  expect(written).toContain('\r\u001b[2K1/2 hand-made.query-empty')
  expect(written).toContain('\r\u001b[2K2/2 hand-made.query-plus')
  // The output without the lines that were cleared.
  const kept = written
    .split('\n')
    .map((line) => line.split('\r\u001b[2K').at(-1))
    .join('\n')
  expect(kept).toContain('hand-made.query-plus')
  expect(kept).not.toContain('hand-made.query-empty')
  expect(kept.endsWith('\n')).toBe(true)
})

it('never wraps that line', async () => {
  const written = await writtenTo({ isTTY: true, columns: 10 })
  expect(written).toContain('\r\u001b[2K1/2 hand-\r')
})

it('writes a line for each check without a terminal, and no control sequence except colors', async () => {
  const written = await writtenTo({ isTTY: false })
  expect(written).not.toContain('\r')
  for (const id of ONLY) expect(written).toContain(id)
})

it('writes no control sequence and no line break that a provider sent', async () => {
  const hostile = '\u001b[2J\u009b31m\u202e\n✓ everything.passed\u2028'
  const base = createBaseSigner()
  let written = ''
  const output = { isTTY: false, write: (text: string) => (written += text) }
  const signer: SignerFunction = async (task) =>
    task.task === 'sign' ? { error: hostile } : base(task)
  const report = await testSigner(signer, { only: ONLY, ...createLiveProgress(output) })
  written += formatSummary(report)
  expect(written).toContain('an error: \\u{1b}[2J\\u{9b}31m\\u{202e}\\u{a}✓ everything.passed')
  expect(written).not.toMatch(/^✓ everything/m)
  expect(written).not.toContain('\u001b[2J')
  expect(written).not.toMatch(/[\u0080-\u009f\u202e\u2028]/)
})
