import pico from 'picocolors'

import { hasFailure, isDeviation } from '../checks/report.js'
import type { CheckResult, Report } from '../checks/report.js'
import { escapeControls } from './escape-controls.js'

const MARKS: Readonly<Record<CheckResult['status'], string>> = {
  passed: pico.green('✓'),
  failed: pico.red('✗'),
  warning: pico.yellow('!'),
  note: pico.cyan('i'),
  'not applicable': pico.dim('-'),
  'cannot be judged': pico.yellow('?'),
}

/** Formats the line of one check. */
export function formatResultLine(result: CheckResult): string {
  const { id, title, section, level, severity, status, expected, found } = result
  const head = `${MARKS[status]} ${id}  ${pico.dim(title)}`
  if (status === 'cannot be judged')
    return `${head}\n    cannot be judged: ${escapeControls(found ?? '')}`
  if (!isDeviation(result)) return head
  const weight = severity === undefined ? level : `${level}, ${severity}`
  const known = result.isExpected ? ' (expected)' : ''
  return `${head}\n    ${section} (${weight})${known}\n    expected ${escapeControls(expected ?? '')}\n    found    ${escapeControls(found ?? '')}`
}

/** Formats the summary of a run. */
export function formatSummary(report: Report): string {
  const { counts, unexpectedPasses } = report
  const figures = Object.entries(counts).map(([status, count]) => `${count} ${status}`)
  const passes = unexpectedPasses.map(
    (id) => `${pico.red('✗')} ${id} is expected to fail, but passed.`,
  )
  const verdict = report.ok
    ? pico.green('Nothing failed.')
    : !hasFailure(report) && unexpectedPasses.length === 0
      ? pico.yellow('Nothing failed, but some checks cannot be judged.')
      : pico.red('There are failures.')
  return [...passes, '', figures.join(', '), verdict].join('\n')
}
