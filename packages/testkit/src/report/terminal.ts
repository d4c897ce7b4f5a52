import pico from 'picocolors'

import type { CheckResult, Report } from '../checks/report.js'
import { cutString } from './cut-string.js'
import { escapeControls } from './escape-controls.js'
import { formatVerdict, getVerdict, listRemarks } from './format-verdict.js'
import { countResults, groupByReason, groupResults, isExpectedDeviation } from './group-results.js'

const MARKS: Readonly<Record<CheckResult['status'], string>> = {
  passed: pico.green('✓'),
  failed: pico.red('✗'),
  warning: pico.yellow('!'),
  note: pico.cyan('i'),
  'not applicable': pico.dim('-'),
  'cannot be judged': pico.yellow('?'),
}
const COLORS = { passed: pico.green, failed: pico.red, 'not judged': pico.yellow }
const MAX_CHARACTERS = 500
const MAX_IDS = 3

/** Formats the line of one check. */
export function formatResultLine(result: CheckResult): string {
  const { id, status } = result
  const title = escapeControls(result.title)
  if (!isExpectedDeviation(result)) return `${MARKS[status]} ${id}  ${pico.dim(title)}`
  return `${pico.dim('~')} ${id}  ${pico.dim(`${title} (fails as expected)`)}`
}

/** Formats the summary of a run: the deviations, the worst first, the figures, and the paths of the reports. */
export function formatSummary(report: Report, files: readonly string[] = []): string {
  const { failures, unjudged, warnings, notes, expected, notApplicable } = groupResults(report)
  return [
    ...formatGroup('Failures, the worst first', failures),
    ...formatGroup('Cannot be judged', unjudged),
    ...formatGroup('Warnings', warnings),
    ...formatGroup('Notes', notes),
    ...formatSection('As expected', expected.map(formatResultLine)),
    ...formatSection(
      'Not applicable',
      groupByReason(notApplicable).map(([reason, ids]) => `- ${formatReason(reason, ids)}`),
    ),
    ...listRemarks(report).map((remark) => `${pico.yellow('!')} ${escapeControls(remark)}`),
    countResults(report).join(', '),
    ...(files.length === 0 ? [] : [`Reports: ${files.map(escapeControls).join(', ')}`]),
    COLORS[getVerdict(report)](formatVerdict(report)),
  ].join('\n')
}

function formatGroup(heading: string, results: readonly CheckResult[]): readonly string[] {
  return formatSection(heading, results.map(formatDetails))
}

function formatSection(heading: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', pico.bold(`${heading}:`), ...lines, '']
}

function formatDetails(result: CheckResult): string {
  const { section, level, severity, status, expected = '', found = '' } = result
  const head = formatResultLine(result)
  if (status === 'cannot be judged') return `${head}\n    ${formatValue(found)}`
  const weight = severity === undefined ? level : `${level}, ${severity}`
  return [
    head,
    `    ${escapeControls(section)} (${weight})`,
    `    expected ${formatValue(expected)}`,
    `    found    ${formatValue(found)}`,
  ].join('\n')
}

function formatReason(reason: string, ids: readonly string[]): string {
  const named = ids.slice(0, MAX_IDS).join(', ')
  const others = ids.length > MAX_IDS ? ` and ${ids.length - MAX_IDS} more` : ''
  return `${formatValue(reason)}: ${pico.dim(named + others)}`
}

function formatValue(value: string): string {
  return escapeControls(cutString(value, MAX_CHARACTERS))
}
