import type { CheckInfo, Status } from './check.js'

/** A request and its answer in a report, with secrets masked. */
export interface ReportedExchange {
  /** The request as on the wire. */
  readonly request: string
  /** The answer as on the wire. */
  readonly response: string
}

/** How one check ended. */
export interface CheckResult extends CheckInfo {
  /** How it ended. */
  readonly status: Status
  /** Whether the list of expected failures names it. */
  readonly isExpected: boolean
  /** What was expected, where it departs. */
  readonly expected?: string | undefined
  /** What was found instead. */
  readonly found?: string | undefined
  /** What was sent and received, where it departs. */
  readonly exchanges: readonly ReportedExchange[]
  /** How long it took. */
  readonly durationSeconds: number
}

/** What a run found. */
export interface Report {
  /** `provider`, `consumer` or `vectors`. */
  readonly suite: string
  /** What was tested, in the words of whoever ran it. */
  readonly subject: string
  /** Every check, in the order it ran. */
  readonly results: readonly CheckResult[]
  /** How many ended how. */
  readonly counts: Readonly<Record<Status, number>>
  /** Entries of the list of expected failures that passed, or that no check has. */
  readonly unexpectedPasses: readonly string[]
  /** Whether nothing failed that was not expected, and nothing expected passed. */
  readonly ok: boolean
}

/** Sums up results. */
export function createReport(
  head: { readonly suite: string; readonly subject: string },
  results: readonly CheckResult[],
  expectedFailures: readonly string[],
): Report {
  const counts: Record<Status, number> = {
    passed: 0,
    failed: 0,
    warning: 0,
    note: 0,
    'not applicable': 0,
  }
  for (const { status } of results) counts[status] += 1
  const deviated = new Set(results.filter(isDeviation).map(({ id }) => id))
  const unexpectedPasses = expectedFailures.filter((id) => !deviated.has(id))
  const failed = results.some(({ status, isExpected }) => status === 'failed' && !isExpected)
  return {
    ...head,
    results,
    counts,
    unexpectedPasses,
    ok: !failed && unexpectedPasses.length === 0,
  }
}

/** Tells whether a check found a departure, of whatever weight. */
export function isDeviation({ status }: Pick<CheckResult, 'status'>): boolean {
  return status === 'failed' || status === 'warning' || status === 'note'
}
