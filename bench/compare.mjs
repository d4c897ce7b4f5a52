import { measure } from 'mitata'

const WARM_UP_MILLISECONDS = 150
const NANOSECONDS_A_SAMPLE = 4e6
const SAMPLES_A_ROUND = 9
const MIN_ROUNDS = 3

/**
 * Measures a baseline and other rows in turns, and returns for each row the median of its ratios to
 * the baseline in the same round. A disturbance of the machine affects the whole round.
 *
 * It ends after `rounds` rounds, or after the first round that ends after `until`, but not before
 * the third.
 *
 * A row has `run`, or `measure` if the measured work happens outside this process. Before the
 * measurement, `check` verifies the result.
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

/** Returns the median. */
export function getMedian(values) {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

/**
 * Returns the distance from the median that half of the values do not exceed, in percent of the
 * median.
 */
function getSpreadPercent(values) {
  const median = getMedian(values)
  return Math.round((100 * getMedian(values.map((value) => Math.abs(value - median)))) / median)
}

/** Runs a row until it is compiled, and returns the number of runs per sample. */
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
    // Always in batches, so that a run on a busy machine does not seem too long for them.
    warmup_threshold: Infinity,
    batch_threshold: Infinity,
    batch_samples: batch,
    batch_unroll: 1,
  })
  return p50
}

/** Returns the processor time per run of this process. */
export async function measureCpuNanoseconds(runs, run) {
  const start = readCpuNanoseconds()
  await run()
  return (readCpuNanoseconds() - start) / runs
}

// Wall-clock time would include other processes. Garbage collection and compilation, which other
// threads do for this process, are included.
function readCpuNanoseconds() {
  const { user, system } = process.cpuUsage()
  return (user + system) * 1000
}
