const MINUTE_MILLISECONDS = 60_000

/** Makes what counts to a limit in each minute of a clock; false where the limit was reached. */
export function perMinute(limit: number, now: () => number): () => boolean {
  let minute = 0
  let count = 0
  return () => {
    const current = Math.floor(now() / MINUTE_MILLISECONDS)
    if (current !== minute) count = 0
    minute = current
    count += 1
    return count <= limit
  }
}
