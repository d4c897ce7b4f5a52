import pico from 'picocolors'

import { isDeparture } from '../checks/report.js'
import type { CheckResult, Report } from '../checks/report.js'
import { printable } from './printable.js'

const MARKS: Readonly<Record<CheckResult['status'], string>> = {
  passed: pico.green('✓'),
  failed: pico.red('✗'),
  warning: pico.yellow('!'),
  note: pico.cyan('i'),
  'not applicable': pico.dim('-'),
}

/** Writes the line of one check, as it ends. */
export function resultLine(result: CheckResult): string {
  const { id, title, section, level, severity, status, expected, found } = result
  const head = `${MARKS[status]} ${id}  ${pico.dim(title)}`
  if (!isDeparture(result)) return head
  const weight = severity === undefined ? level : `${level}, ${severity}`
  const known = result.isExpected ? ' (expected)' : ''
  return `${head}\n    ${section} (${weight})${known}\n    expected ${printable(expected ?? '')}\n    found    ${printable(found ?? '')}`
}

/** Writes the summary of a run. */
export function summary(report: Report): string {
  const { counts, unexpectedPasses } = report
  const figures = Object.entries(counts).map(([status, count]) => `${count} ${status}`)
  const passes = unexpectedPasses.map(
    (id) => `${pico.red('✗')} ${id} is expected to fail, and does not.`,
  )
  const verdict = report.ok ? pico.green('Nothing failed.') : pico.red('There are failures.')
  return [...passes, '', figures.join(', '), verdict].join('\n')
}
