/**
 * What limits how often something is tried: a limiter of rate-limiter-flexible, or one of your own.
 */
export interface Throttle {
  /**
   * Counts one attempt. Rejects where there are too many: with an object that has `msBeforeNext`,
   * the milliseconds to wait. A rejection with an `Error` is a failure of the limiter.
   */
  consume(key: string): Promise<unknown>
  /** Takes attempts back that turned out to be right. Without it they stay counted. */
  reward?(key: string, points: number): Promise<unknown>
  /** Starts again. */
  delete?(key: string): Promise<unknown>
}
