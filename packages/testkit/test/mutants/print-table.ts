import { testConsumer, testProvider, testSigner } from '../../src/index.js'
import type { Report } from '../../src/index.js'
import { createBaseClient } from './base-client.js'
import { startBaseProvider } from './base-provider.js'
import type { Faulty } from './base-provider.js'
import { createBaseSigner } from './base-signer.js'
import { CLIENT_MUTANTS } from './client-mutants.js'
import { MORE_PROVIDER_MUTANTS } from './more-provider-mutants.js'
import { PROVIDER_MUTANTS } from './provider-mutants.js'
import type { Mutant } from './provider-mutants.js'
import { SIGNER_MUTANTS } from './signer-mutants.js'

const ALL_PROVIDER_MUTANTS = [...PROVIDER_MUTANTS, ...MORE_PROVIDER_MUTANTS]

async function reportOfProvider(faulty: Faulty): Promise<Report> {
  const { config, close } = await startBaseProvider(faulty)
  return testProvider(config).finally(close)
}

const missed = [
  ...(await printRows('provider', ALL_PROVIDER_MUTANTS, reportOfProvider)),
  ...(await printRows('client', CLIENT_MUTANTS, (faulty) =>
    testConsumer(createBaseClient(faulty)),
  )),
  ...(await printRows('signer', SIGNER_MUTANTS, (faulty) => testSigner(createBaseSigner(faulty)))),
]
const all = [ALL_PROVIDER_MUTANTS, CLIENT_MUTANTS, SIGNER_MUTANTS].flat().length
console.log(`${all - missed.length} of ${all} mutants were caught`)
process.exitCode = missed.length === 0 ? 0 : 1

/** Prints a row for each mutant, and gives those that were missed. */
async function printRows(
  kind: string,
  mutants: readonly Mutant[],
  judge: (faulty: Faulty) => Promise<Report>,
): Promise<readonly string[]> {
  const missed: string[] = []
  for (const [fault, sentence, check] of mutants) {
    const { results } = await judge((name) => name === fault)
    const caught = results.filter(
      ({ status }) => status !== 'passed' && status !== 'not applicable',
    )
    const isCaught = caught.some(({ id }) => id === check)
    if (!isCaught) missed.push(fault)
    const row = [isCaught ? 'caught' : 'MISSED', `A ${kind} that ${sentence}`, check, caught.length]
    console.log(row.join(' | '))
  }
  return missed
}
