// A provider in a separate process, on a shared store. Its parent sends it all calls at once.
import { delayedStore, seededRandom } from './delayed-store.js'
import { openStore } from './open-store.js'
import { outcomeOf, raceProvider } from './race-provider.js'
import type { RaceCall, RaceOutcome, RaceTask } from './race-provider.js'

const CALLS_AT_ONCE = 10

const [url = ''] = process.argv.slice(2)
const store = openStore(url)

process.on('message', (task: RaceTask) => {
  void outcomesOf(task).then((outcomes) => process.send?.(outcomes))
})
await store.check()
process.send?.('ready')

async function outcomesOf({ calls, seed }: RaceTask): Promise<readonly RaceOutcome[]> {
  const isDelayed = seed !== undefined
  const provider = raceProvider(isDelayed ? delayedStore(store, seededRandom(seed)) : store)
  const outcomes: RaceOutcome[] = []
  const left: (readonly [number, RaceCall])[] = [...calls.entries()].reverse()
  const worker = async (): Promise<void> => {
    for (let next = left.pop(); next; next = left.pop()) {
      const [index, call] = next
      outcomes[index] = await outcomeOf(provider, call)
    }
  }
  await Promise.all(Array.from({ length: CALLS_AT_ONCE }, worker))
  return outcomes
}
