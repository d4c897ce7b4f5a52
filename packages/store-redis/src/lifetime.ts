/**
 * The time for which a record is kept longer than necessary, by the clock of the server. Validity is
 * decided by the time that calls pass; this allows clocks that differ or are set back.
 */
export const GRACE_MILLISECONDS = 3_600_000

/** Returns the milliseconds to keep what has this last second; empty if it has none. */
export function getMillisecondsUntil(lastSecond: number | undefined, nowSeconds: number): string {
  if (lastSecond === undefined) return ''
  return String(Math.max(0, lastSecond - nowSeconds) * 1000 + GRACE_MILLISECONDS)
}
