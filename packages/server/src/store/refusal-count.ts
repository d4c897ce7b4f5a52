/** For how many days before the current one counts of refusals are kept. */
export const REFUSAL_DAYS = 14

const DAY_SECONDS = 86_400

/** How many requests in the name of a consumer were refused in a day, with one problem code. */
export interface RefusalCount {
  /** The key of the consumer. */
  readonly consumerKey: string
  /** The day in UTC, in days since 1970. */
  readonly day: number
  /** The problem code, such as `signature_invalid`. */
  readonly code: string
  /** How many requests were refused. */
  readonly count: number
}

/**
 * Returns the day in UTC that contains a second.
 *
 * @example
 *
 * ```ts
 * toDay(86_400) // 1, the 2nd of January 1970
 * ```
 *
 * @param seconds The second, in seconds since 1970.
 *
 * @returns The day, in days since 1970.
 *
 * @see {@link RefusalCount}
 */
export function toDay(seconds: number): number {
  return Math.floor(seconds / DAY_SECONDS)
}
