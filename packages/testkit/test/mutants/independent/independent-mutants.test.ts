import { expect, it } from 'vitest'

import { testConsumer, testProvider, testSigner } from '../../../src/index.js'
import type { Report } from '../../../src/index.js'
import { CLIENT_MUTANTS, SIGNING_MUTANTS } from './client-mutants.js'
import { createIndependentClient } from './independent-client.js'
import { startIndependentProvider } from './independent-provider.js'
import { createIndependentSigner } from './independent-signer.js'
import { PROVIDER_FLOW_MUTANTS } from './provider-flow-mutants.js'
import { PROVIDER_SIGNATURE_MUTANTS } from './provider-signature-mutants.js'

function departuresOf({ results }: Report): readonly (readonly (string | undefined)[])[] {
  return results
    .filter(({ status }) => status !== 'passed' && status !== 'not applicable')
    .map(({ id, expected, found }) => [id, expected, found])
}

function expectCaught({ results }: Report, check: string): void {
  const result = results.find(({ id }) => id === check)
  expect(['failed', 'warning', 'note']).toContain(result?.status)
  expect(result?.expected).not.toBe('the check to run')
}

it('finds nothing in the independent provider', { timeout: 60_000 }, async () => {
  const { config, close } = await startIndependentProvider()
  expect(departuresOf(await testProvider(config).finally(close))).toEqual([])
})

it('finds nothing in the independent client', { timeout: 60_000 }, async () => {
  expect(departuresOf(await testConsumer(createIndependentClient()))).toEqual([])
})

it('finds nothing in the independent signer', { timeout: 60_000 }, async () => {
  expect(departuresOf(await testSigner(createIndependentSigner()))).toEqual([])
})

it.each([...PROVIDER_SIGNATURE_MUTANTS, ...PROVIDER_FLOW_MUTANTS])(
  'catches a provider that $title',
  { timeout: 30_000 },
  async ({ fault, check }) => {
    const { config, close } = await startIndependentProvider(fault)
    expectCaught(await testProvider(config, { only: [check] }).finally(close), check)
  },
)

it.each([...SIGNING_MUTANTS, ...CLIENT_MUTANTS])(
  'catches a client that $title',
  { timeout: 30_000 },
  async ({ fault, check }) => {
    expectCaught(await testConsumer(createIndependentClient(fault), { only: [check] }), check)
  },
)
