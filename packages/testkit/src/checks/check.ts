/** What RFC 2119 calls the force of a rule. */
export type Level = 'MUST' | 'SHOULD' | 'MAY'

/** How much harm a departure does, whatever word the RFC has for it. Any fails the run. */
export type Severity = 'medium' | 'high' | 'critical'

/** What a check is, without how it is done. */
export interface CheckInfo {
  /** The stable id: `verify.nonce-replayed`. */
  readonly id: string
  /** What a right implementation does, in one sentence. */
  readonly title: string
  /** Where that is written: `RFC 5849 3.2`. */
  readonly section: string
  /** Its force there. */
  readonly level: Level
  /** The harm that a departure does, where it does harm. */
  readonly severity?: Severity | undefined
  /** What the configuration has to declare for the check to apply: `rsa`, `xauth`. */
  readonly needs?: readonly string[] | undefined
}

/** A check: a sentence, and how it is proved or disproved. */
export interface Check<Context> extends CheckInfo {
  /** Rejects with a `Departure` where the implementation departs; with anything else for a broken prerequisite. */
  readonly run: (context: Context) => Promise<void>
}

/** How a check ended. */
export type Status = 'passed' | 'failed' | 'warning' | 'note' | 'not applicable'

/** Gives the status of a departure: MUST fails, SHOULD warns, MAY is noted, and harm always fails. */
export function getDeviationStatus({ level, severity }: CheckInfo): Status {
  if (severity !== undefined || level === 'MUST') return 'failed'
  return level === 'SHOULD' ? 'warning' : 'note'
}
