const MOST_RUNS = 5

/**
 * Measures the time of the processor that a call takes, so that a busy machine does not count; the
 * least of some runs, of which there is one if that is short enough.
 */
export async function leastMilliseconds(
  call: () => unknown,
  { enough }: { readonly enough: number },
): Promise<number> {
  let least = Infinity
  for (let run = 0; run < MOST_RUNS && least > enough; run++) {
    const start = process.cpuUsage()
    try {
      await call()
    } catch {
      // A refusal is a result; the question is what it costs.
    }
    const { user, system } = process.cpuUsage(start)
    least = Math.min(least, (user + system) / 1000)
  }
  return least
}
