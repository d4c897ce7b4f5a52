import type { CheckResult, Report } from '../checks/report.js'
import { escapeMarkup } from './escape-markup.js'
import { groupResults, isExpectedDeviation } from './group-results.js'

/** Formats a report as JUnit XML for build servers. Warnings and notes pass in it; expected failures are skipped. */
export function formatJunit(report: Report): string {
  const { suite, subject, results, durationSeconds, startedAt } = report
  const cases = results.map((result) => formatTestCase(suite, result))
  const { failures } = groupResults(report)
  const skipped = results.filter((result) => getSkipReason(result) !== undefined)
  // JUnit has no time zone.
  const timestamp = startedAt.replace(/\.\d+Z$/, '')
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuite name="${escapeMarkup(`${suite} ${subject}`)}" tests="${results.length}" failures="${failures.length}" errors="0" skipped="${skipped.length}" time="${durationSeconds}" timestamp="${escapeMarkup(timestamp)}">`,
    ...cases,
    '</testsuite>',
    '',
  ].join('\n')
}

function formatTestCase(suite: string, result: CheckResult): string {
  const { id, title, section, status, expected, found, durationSeconds } = result
  const head = `<testcase classname="${escapeMarkup(suite)}" name="${escapeMarkup(`${id}: ${title}`)}" time="${durationSeconds}"`
  const reason = getSkipReason(result)
  if (reason !== undefined) {
    return `${head}><skipped message="${escapeMarkup(reason)}"/></testcase>`
  }
  if (status !== 'failed') return `${head}/>`
  const message = `${section}: expected ${expected ?? ''}, found ${found ?? ''}`
  const wire = result.exchanges
    .map(({ request, response }) => `${request}\n\n${response}`)
    .join('\n\n')
  return `${head}><failure message="${escapeMarkup(message)}">${escapeMarkup(wire)}</failure></testcase>`
}

function getSkipReason(result: CheckResult): string | undefined {
  const { status, expected = '', found = '' } = result
  if (status === 'not applicable') return `not applicable: ${found}`
  if (status === 'cannot be judged') return `cannot be judged: ${found}`
  return status === 'failed' && isExpectedDeviation(result)
    ? `fails as expected: expected ${expected}, found ${found}`
    : undefined
}
