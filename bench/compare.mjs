import { measure } from 'mitata'

const WARM_UP_MILLISECONDS = 150
const NANOSECONDS_A_SAMPLE = 4e6
const SAMPLES_A_ROUND = 9
const MIN_ROUNDS = 3

/**
 * Measures a baseline and the rows beside it, in turns, and gives for each row the median of its
 * ratios to the baseline of the same round: what disturbs a machine disturbs a whole round.
 *
 * It ends after `rounds` rounds, or with the first that ends after `until`, but not before the third.
 *
 * A row has `run`, or `measure` where what it measures is not this process. Before anything is timed
 * `check` has to find the answer right.
 */
export async function compare({ title, baseline, rows }, { rounds, until }) {
  const all = [baseline, ...rows]
  const batches = []
  for (const row of all) {
    await row.check?.()
    batches.push(await runUntilCompiled(row))
  }
  const measured = all.map(() => [])
  for (let round = 0; round < rounds; round++) {
    if (round >= MIN_ROUNDS && Date.now() > until) break
    for (const [index, row] of all.entries()) {
      measured[index].push(await measureNanoseconds(row, batches[index]))
    }
  }
  const [ofBaseline, ...others] = measured
  return {
    title,
    rounds: ofBaseline.length,
    spreadPercent: getSpreadPercent(ofBaseline),
    baseline: { name: baseline.name, nanoseconds: getMedian(ofBaseline) },
    rows: rows.map(({ name, atMost, peer = false }, index) => ({
      name,
      peer,
      ...(atMost !== undefined && { atMost }),
      nanoseconds: getMedian(others[index]),
      ratio: getMedian(others[index].map((value, round) => value / ofBaseline[round])),
    })),
  }
}

/** Returns the value that half of the values lie below. */
export function getMedian(values) {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

/** Gives how far half of the values lie from their median at most, in percent of it. */
function getSpreadPercent(values) {
  const median = getMedian(values)
  return Math.round((100 * getMedian(values.map((value) => Math.abs(value - median)))) / median)
}

/** Runs a row until it is compiled, and gives how many runs make up one sample. */
async function runUntilCompiled({ run }) {
  if (!run) return undefined
  const start = readCpuNanoseconds()
  const end = Date.now() + WARM_UP_MILLISECONDS
  let runs = 0
  do {
    await run()
    runs++
  } while (Date.now() < end)
  const nanoseconds = (readCpuNanoseconds() - start) / runs
  return Math.max(1, Math.round(NANOSECONDS_A_SAMPLE / nanoseconds))
}

async function measureNanoseconds(row, batch) {
  if (row.measure) return row.measure()
  const { p50 } = await measure(row.run, {
    now: readCpuNanoseconds,
    gc: false,
    min_cpu_time: 0,
    min_samples: SAMPLES_A_ROUND,
    // Always in batches: a busy machine must not make it look as if a run were too long for that.
    warmup_threshold: Infinity,
    batch_threshold: Infinity,
    batch_samples: batch,
    batch_unroll: 1,
  })
  return p50
}

/** Gives how long one of many runs takes this process's own processor. */
export async function measureCpuNanoseconds(runs, run) {
  const start = readCpuNanoseconds()
  await run()
  return (readCpuNanoseconds() - start) / runs
}

// The clock on the wall also counts what the neighbours do; collecting garbage and compiling, which
// other threads do for this process, are its own doing and counted.
function readCpuNanoseconds() {
  const { user, system } = process.cpuUsage()
  return (user + system) * 1000
}
