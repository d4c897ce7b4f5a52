import { expect, it } from 'vitest'

import { testProvider } from '../src/index.js'
import type { CheckResult } from '../src/index.js'
import { startBaseProvider } from './mutants/base-provider.js'

const only = ['verify.signature-wrong', 'header.reversed', 'header.no-space']

async function run(...faults: readonly string[]): Promise<readonly CheckResult[]> {
  const { config, close } = await startBaseProvider((name) => faults.includes(name))
  const { results } = await testProvider(config, { only }).finally(close)
  return results
}

it('renews a token that an earlier check lost, and runs the check again', async () => {
  const results = await run('refusal-revokes')
  expect(results.map(({ id, status }) => [id, status])).toEqual([
    ['verify.signature-wrong', 'passed'],
    ['header.no-space', 'passed'],
    ['header.reversed', 'passed'],
  ])
})

it('keeps a deviation that a new token does not change', async () => {
  const results = await run('refusal-revokes', 'refused-by-200')
  const [wrong] = results
  expect([wrong?.id, wrong?.status]).toEqual(['verify.signature-wrong', 'failed'])
})
