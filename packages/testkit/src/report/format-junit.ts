import type { CheckResult, Report } from '../checks/report.js'
import { escapeMarkup } from './escape-markup.js'

/** Formats a report as JUnit XML for build servers. Warnings and notes pass in it. */
export function formatJunit({ suite, subject, results, counts }: Report): string {
  const cases = results.map((result) => formatTestCase(suite, result))
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuite name="${escapeMarkup(`${suite} ${subject}`)}" tests="${results.length}" failures="${counts.failed}" skipped="${counts['not applicable'] + counts['cannot be judged']}">`,
    ...cases,
    '</testsuite>',
    '',
  ].join('\n')
}

function formatTestCase(suite: string, result: CheckResult): string {
  const { id, title, section, status, expected, found, isExpected, durationSeconds } = result
  const head = `<testcase classname="${escapeMarkup(suite)}" name="${escapeMarkup(`${id}: ${title}`)}" time="${durationSeconds}"`
  if (status === 'not applicable') return `${head}><skipped/></testcase>`
  if (status === 'cannot be judged')
    return `${head}><skipped message="${escapeMarkup(`cannot be judged: ${found ?? ''}`)}"/></testcase>`
  if (status !== 'failed' || isExpected) return `${head}/>`
  const message = `${section}: expected ${expected ?? ''}, found ${found ?? ''}`
  const wire = result.exchanges
    .map(({ request, response }) => `${request}\n\n${response}`)
    .join('\n\n')
  return `${head}><failure message="${escapeMarkup(message)}">${escapeMarkup(wire)}</failure></testcase>`
}
