import { cpus } from 'node:os'
import { setTimeout } from 'node:timers/promises'

const SAMPLE_MILLISECONDS = 500

/** The maximum load of all processors while the benchmark waits, in percent. */
export const MAX_BUSY_PERCENT = 10

/**
 * Measures the load of the processors while this program waits. Other programs cause it, and it
 * distorts the results.
 */
export async function measureBusyPercent() {
  const before = readTimes()
  await setTimeout(SAMPLE_MILLISECONDS)
  const after = readTimes()
  const total = after.total - before.total
  return total === 0 ? 0 : Math.round((100 * (after.busy - before.busy)) / total)
}

function readTimes() {
  let busy = 0
  let idle = 0
  for (const { times } of cpus()) {
    busy += times.user + times.nice + times.sys + times.irq
    idle += times.idle
  }
  return { busy, total: busy + idle }
}
