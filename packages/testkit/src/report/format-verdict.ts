import { hasFailure } from '../checks/report.js'
import type { Report } from '../checks/report.js'
import { groupResults } from './group-results.js'

/** The result of a run, in a word or two: for colors and for the badge. */
export type Verdict = 'passed' | 'failed' | 'not judged'

/** Returns the verdict of a report. */
export function getVerdict(report: Report): Verdict {
  if (report.ok) return 'passed'
  return hasFailure(report) || report.unexpectedPasses.length > 0 ? 'failed' : 'not judged'
}

/** Formats the verdict of a report as a sentence. */
export function formatVerdict(report: Report): string {
  const { failures, unjudged } = groupResults(report)
  if (report.ok) return 'Nothing failed.'
  if (failures.length > 0) return count(failures.length, 'check', 'failed')
  return report.unexpectedPasses.length > 0
    ? 'Nothing failed, but the list of expected failures is not correct.'
    : `Nothing failed, but ${count(unjudged.length, 'check', 'cannot be judged')}`
}

/** Formats what a reader should know about a run besides its results. */
export function listRemarks({ unexpectedPasses, unstable }: Report): readonly string[] {
  return [
    ...unexpectedPasses.map((id) => `${id} is expected to fail, but it passed or does not exist.`),
    ...unstable.map(
      (id) =>
        `${id} deviated only while other checks ran, so all checks ran again, one after another.`,
    ),
  ]
}

function count(number: number, what: string, did: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'} ${did}.`
}
