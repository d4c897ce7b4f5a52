import { isDeviation } from '../checks/report.js'
import type { CheckResult, Report } from '../checks/report.js'

/** The results of a report that a reader should look at, by what they mean, the worst first. */
export interface ResultGroups {
  /** Failures that nobody expected. */
  readonly failures: readonly CheckResult[]
  readonly unjudged: readonly CheckResult[]
  readonly warnings: readonly CheckResult[]
  readonly notes: readonly CheckResult[]
  /** Deviations in the list of expected failures. */
  readonly expected: readonly CheckResult[]
  readonly passed: readonly CheckResult[]
  readonly notApplicable: readonly CheckResult[]
}

const SEVERITIES = ['critical', 'high', 'medium', undefined]
const LEVELS = ['MUST', 'SHOULD', 'MAY']

/** Groups the results of a report. */
export function groupResults({ results }: Report): ResultGroups {
  const sorted = [...results].sort((one, other) => getWeight(one) - getWeight(other))
  const select = (status: CheckResult['status']): readonly CheckResult[] =>
    sorted.filter((result) => result.status === status && !isExpectedDeviation(result))
  return {
    failures: select('failed'),
    unjudged: select('cannot be judged'),
    warnings: select('warning'),
    notes: select('note'),
    expected: sorted.filter(isExpectedDeviation),
    passed: select('passed'),
    notApplicable: select('not applicable'),
  }
}

/** Reports whether a check deviates, as the list of expected failures says. */
export function isExpectedDeviation(result: CheckResult): boolean {
  const { isExpected, status } = result
  return isExpected && (isDeviation(result) || status === 'cannot be judged')
}

/** Counts the results by what they mean, in words. Zeros are left out, except that of failures. */
export function countResults(report: Report): readonly string[] {
  const groups = groupResults(report)
  const { failures, unjudged, warnings, notes, expected, passed, notApplicable } = groups
  const counts = [
    ['passed', passed],
    ['failed', failures],
    ['cannot be judged', unjudged],
    ['expected to fail', expected],
    [warnings.length === 1 ? 'warning' : 'warnings', warnings],
    [notes.length === 1 ? 'note' : 'notes', notes],
    ['not applicable', notApplicable],
  ] as const
  return counts
    .filter(([, group]) => group === passed || group === failures || group.length > 0)
    .map(([what, { length }]) => `${length} ${what}`)
}

/** Groups checks by why they do not apply, the most frequent reason first. */
export function groupByReason(
  results: readonly CheckResult[],
): readonly (readonly [reason: string, ids: readonly string[]])[] {
  const reasons = new Map<string, string[]>()
  for (const { id, found = '' } of results) {
    reasons.set(found, [...(reasons.get(found) ?? []), id])
  }
  return [...reasons].sort(([, one], [, other]) => other.length - one.length)
}

function getWeight({ severity, level }: CheckResult): number {
  return SEVERITIES.indexOf(severity) * LEVELS.length + LEVELS.indexOf(level)
}
