import { cpus } from 'node:os'
import { setTimeout } from 'node:timers/promises'

const SAMPLE_MILLISECONDS = 500

/** How much of all processors may be busy while the benchmark waits, in percent. */
export const MAX_BUSY_PERCENT = 10

/**
 * Measures how busy the processors are while this program waits: that is what others do, and what they
 * do disturbs the figures.
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
