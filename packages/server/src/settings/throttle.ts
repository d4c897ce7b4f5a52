/**
 * Limits how often something is tried: a limiter of rate-limiter-flexible, or your own.
 */
export interface Throttle {
  /**
   * Counts one attempt. The key is ASCII, of 255 characters at most. Rejects if there are
   * too many: with an object that has `msBeforeNext`, the milliseconds to wait. A rejection with an
   * `Error` is a failure of the limiter.
   */
  consume(key: string): Promise<unknown>
  /** Returns the count without adding to it, for your own checks; null if nothing was counted. */
  get?(key: string): Promise<{
    /** The number of remaining attempts. */
    readonly remainingPoints: number
    /** The milliseconds after which the count is reset. */
    readonly msBeforeNext: number
  } | null>
  /** Removes attempts that succeeded from the count. Without it they stay counted. */
  reward?(key: string, points: number): Promise<unknown>
  /** Resets the count. */
  delete?(key: string): Promise<unknown>
}
