import type { CheckInfo, Status } from './check.js'
import type { Versions } from './versions.js'

/** A request and its response in a report, with secrets masked. */
export interface ReportedExchange {
  /** The request as on the wire. */
  readonly request: string
  /** The response as on the wire. */
  readonly response: string
}

/** The result of one check. */
export interface CheckResult extends CheckInfo {
  /** Its status. */
  readonly status: Status
  /** Whether it is in the list of expected failures. */
  readonly isExpected: boolean
  /** The expected behavior, if it deviates. */
  readonly expected?: string | undefined
  /** The actual behavior if it deviates, or why it is not applicable or cannot be judged. */
  readonly found?: string | undefined
  /** The requests and responses, if it deviates. */
  readonly exchanges: readonly ReportedExchange[]
  /** Its duration in seconds. */
  readonly durationSeconds: number
}

/** The description of a run at the beginning of its report. */
export interface ReportHead {
  /** `provider`, `consumer` or `vectors`. */
  readonly suite: string
  /** The name of what was tested. */
  readonly subject: string
  /** When the run started: `2030-01-31T12:00:00.000Z`. */
  readonly startedAt: string
  /** The duration of the run in seconds. */
  readonly durationSeconds: number
  /** The versions of the testkit and of Node. */
  readonly versions: Versions
  /** The configuration, as names and values, without secrets. */
  readonly configuration: readonly (readonly [name: string, value: string])[]
}

/** The report of a run. */
export interface Report extends ReportHead {
  /** The result of every check, in the order of the run. */
  readonly results: readonly CheckResult[]
  /** The number of checks by status. */
  readonly counts: Readonly<Record<Status, number>>
  /** Ids in the list of expected failures that passed or do not exist. */
  readonly unexpectedPasses: readonly string[]
  /**
   * Ids of checks that deviated while other checks ran, but not on their own. If there are any, every check ran
   * again, one after another, and the report has those results.
   */
  readonly unstable: readonly string[]
  /** Whether every check was judged, every failure was expected, and every expected failure happened. */
  readonly ok: boolean
}

/** Creates the report of results. */
export function createReport(
  head: ReportHead,
  results: readonly CheckResult[],
  {
    expectedFailures,
    unstable,
  }: { readonly expectedFailures: readonly string[]; readonly unstable: readonly string[] },
): Report {
  const counts: Record<Status, number> = {
    passed: 0,
    failed: 0,
    warning: 0,
    note: 0,
    'not applicable': 0,
    'cannot be judged': 0,
  }
  for (const { status } of results) counts[status] += 1
  const notPassed = new Set(
    results
      .filter((result) => isDeviation(result) || result.status === 'cannot be judged')
      .map(({ id }) => id),
  )
  const unexpectedPasses = expectedFailures.filter((id) => !notPassed.has(id))
  const failed = results.some(
    ({ status, isExpected }) =>
      (status === 'failed' || status === 'cannot be judged') && !isExpected,
  )
  return {
    ...head,
    results,
    counts,
    unexpectedPasses,
    unstable,
    ok: !failed && unexpectedPasses.length === 0,
  }
}

/** Reports whether a check that was expected to pass failed. */
export function hasFailure({ results }: Report): boolean {
  return results.some(({ status, isExpected }) => status === 'failed' && !isExpected)
}

/** Reports whether a check found a deviation of any status. */
export function isDeviation({ status }: Pick<CheckResult, 'status'>): boolean {
  return status === 'failed' || status === 'warning' || status === 'note'
}
