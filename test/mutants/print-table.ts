import { testProvider } from '../../packages/testkit/src/index.js'
import { startBaseProvider } from './base-provider.js'
import { PROVIDER_MUTANTS } from './provider-mutants.js'

let missed = 0
for (const [fault, sentence, check] of PROVIDER_MUTANTS) {
  const { config, close } = await startBaseProvider((name) => name === fault)
  const { results } = await testProvider(config).finally(close)
  const caught = results.filter(({ status }) => status !== 'passed' && status !== 'not applicable')
  const isCaught = caught.some(({ id }) => id === check)
  if (!isCaught) missed += 1
  console.log(
    [isCaught ? 'caught' : 'MISSED', `A provider that ${sentence}`, check, caught.length].join(
      ' | ',
    ),
  )
}
console.log(`${PROVIDER_MUTANTS.length - missed} of ${PROVIDER_MUTANTS.length} mutants were caught`)
process.exitCode = missed === 0 ? 0 : 1
