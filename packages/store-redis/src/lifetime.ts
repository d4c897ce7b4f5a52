/**
 * How much longer a record is kept than it is needed, by the clock of the server. What is valid is
 * decided by the time that calls say; this lets their clocks be apart, and be set back.
 */
export const GRACE_MILLISECONDS = 3_600_000

/** Returns the milliseconds to keep what has this last second; empty if it has none. */
export function getMillisecondsUntil(lastSecond: number | undefined, nowSeconds: number): string {
  if (lastSecond === undefined) return ''
  return String(Math.max(0, lastSecond - nowSeconds) * 1000 + GRACE_MILLISECONDS)
}
