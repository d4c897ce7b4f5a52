import { testConsumer, testProvider, testSigner } from '../../src/index.js'
import type { Report } from '../../src/index.js'
import { createBaseClient } from './base-client.js'
import { startBaseProvider } from './base-provider.js'
import { createBaseSigner } from './base-signer.js'
import { CLIENT_MUTANTS } from './client-mutants.js'
import * as independentClients from './independent/client-mutants.js'
import { createIndependentClient } from './independent/independent-client.js'
import { startIndependentProvider } from './independent/independent-provider.js'
import { createIndependentSigner } from './independent/independent-signer.js'
import { PROVIDER_FLOW_MUTANTS } from './independent/provider-flow-mutants.js'
import { PROVIDER_SIGNATURE_MUTANTS } from './independent/provider-signature-mutants.js'
import { MORE_PROVIDER_MUTANTS } from './more-provider-mutants.js'
import { PROVIDER_MUTANTS } from './provider-mutants.js'
import { SIGNER_MUTANTS } from './signer-mutants.js'

/** The behavior of a mutant, the check that is meant for it, and its result. */
interface Row {
  readonly what: string
  /** Without a check, every check may catch it. */
  readonly check?: string
  readonly judge: () => Promise<Report>
}

type Provider = ReturnType<typeof startBaseProvider>

async function judgeProvider(starting: Provider): Promise<Report> {
  const { config, close } = await starting
  return testProvider(config).finally(close)
}

const rows: readonly Row[] = [
  ...[...PROVIDER_MUTANTS, ...MORE_PROVIDER_MUTANTS].map(([fault, sentence, check]) => ({
    what: `A provider that ${sentence}`,
    check,
    judge: () => judgeProvider(startBaseProvider((name) => name === fault)),
  })),
  ...CLIENT_MUTANTS.map(([fault, sentence, check]) => ({
    what: `A client that ${sentence}`,
    check,
    judge: () => testConsumer(createBaseClient((name) => name === fault)),
  })),
  ...SIGNER_MUTANTS.map(([fault, sentence, check]) => ({
    what: `A signer that ${sentence}`,
    check,
    judge: () => testSigner(createBaseSigner((name) => name === fault)),
  })),
  ...[...PROVIDER_SIGNATURE_MUTANTS, ...PROVIDER_FLOW_MUTANTS].map(({ title, fault, check }) => ({
    what: `An independent provider that ${title}`,
    check,
    judge: () => judgeProvider(startIndependentProvider(fault)),
  })),
  ...[...independentClients.SIGNING_MUTANTS, ...independentClients.CLIENT_MUTANTS].map(
    ({ title, fault, check }) => ({
      what: `An independent client that ${title}`,
      check,
      judge: () => testConsumer(createIndependentClient(fault)),
    }),
  ),
  ...independentClients.SIGNING_MUTANTS.map(({ title, fault }) => ({
    what: `An independent signer that ${title}`,
    judge: () => testSigner(createIndependentSigner(fault)),
  })),
]

let missed = 0
for (const { what, check, judge } of rows) {
  const { results } = await judge()
  const caught = results.filter(({ status }) => status !== 'passed' && status !== 'not applicable')
  const isCaught = check === undefined ? caught.length > 0 : caught.some(({ id }) => id === check)
  if (!isCaught) missed += 1
  console.log([isCaught ? 'caught' : 'MISSED', what, check ?? 'any', caught.length].join(' | '))
}
console.log(`${rows.length - missed} of ${rows.length} mutants were caught`)
process.exitCode = missed === 0 ? 0 : 1
