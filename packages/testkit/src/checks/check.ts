/** The requirement level of RFC 2119. */
export type Level = 'MUST' | 'SHOULD' | 'MAY'

/** The harm of a deviation, independent of its level. Every severity fails the run. */
export type Severity = 'medium' | 'high' | 'critical'

/** The description of a check. */
export interface CheckInfo {
  /** The stable id: `verify.nonce-replayed`. */
  readonly id: string
  /** The behavior of a correct implementation, in one sentence. */
  readonly title: string
  /** The section that requires it: `RFC 5849 3.2`. */
  readonly section: string
  /** The requirement level in that section. */
  readonly level: Level
  /** The harm of a deviation, if it does harm. */
  readonly severity?: Severity | undefined
  /** The features that the configuration must declare for the check to apply: `rsa`, `xauth`. */
  readonly needs?: readonly string[] | undefined
}

/** A check: its description and its test. */
export interface Check<Context> extends CheckInfo {
  /** Whether it tests plain correct requests, which show whether other checks can be judged. */
  readonly isControl?: boolean | undefined
  /** Whether no other check may run at the same time: it sends many requests at once, or moves a clock. */
  readonly runsAlone?: boolean | undefined
  /**
   * Rejects with a `Deviation` if the implementation deviates, with `NotApplicable` if the check does not apply,
   * with `CannotBeJudged` if something else prevents the test, and with another error if the check itself fails.
   */
  readonly run: (context: Context) => Promise<void>
}

/** The result of a check. */
export type Status =
  'passed' | 'failed' | 'warning' | 'note' | 'not applicable' | 'cannot be judged'

/** Returns the status of a deviation: `failed` for MUST or any harm, `warning` for SHOULD, `note` for MAY. */
export function getDeviationStatus({ level, severity }: CheckInfo): Status {
  if (severity !== undefined || level === 'MUST') return 'failed'
  return level === 'SHOULD' ? 'warning' : 'note'
}
