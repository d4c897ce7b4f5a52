import { getCitationUrl } from '../checks/get-citation-url.js'
import type { CheckResult, Report } from '../checks/report.js'
import { cutString } from './cut-string.js'
import { escapeControls } from './escape-controls.js'
import { formatVerdict, listRemarks } from './format-verdict.js'
import { countResults, groupByReason, groupResults } from './group-results.js'

// A comment on GitHub has at most 65,536 characters.
const MAX_CHARACTERS = 60_000
const MAX_VALUE_CHARACTERS = 200
const TABLE = '| check | expected | found |\n| --- | --- | --- |'

/** Formats a report as Markdown for a pull request or a job summary, without requests and responses. */
export function formatMarkdown(report: Report): string {
  const { suite, subject, startedAt, versions } = report
  const { failures, unjudged, warnings, notes, expected, notApplicable } = groupResults(report)
  const groups = [
    ['Failures, the worst first', failures.map(formatRow)],
    ['Cannot be judged', unjudged.map(formatRow)],
    ['Warnings', warnings.map(formatRow)],
    ['Notes', notes.map(formatRow)],
    ['As expected', expected.map(formatRow)],
    ['Not applicable', groupByReason(notApplicable).map(formatReason)],
    ['Remarks', listRemarks(report).map((remark) => `- ${formatText(remark)}`)],
  ] as const
  const blocks = [
    `## OAuth 1.0a conformance: ${suite}`,
    `**${formatVerdict(report)}** ${countResults(report).join(', ')}.`,
  ]
  let room = MAX_CHARACTERS
  for (const [heading, lines] of groups) {
    if (lines.length === 0) continue
    const shown = takeWithin(lines, room)
    room -= shown.join('').length
    blocks.push(`### ${heading}`, ...formatLines(shown))
    const rest = lines.length - shown.length
    if (rest > 0) blocks.push(`${rest} more ${rest === 1 ? 'is' : 'are'} in the other reports.`)
  }
  return [
    ...blocks,
    `${formatText(subject)}, ${startedAt}, oauthplus-testkit ${versions.testkit}, Node ${versions.node}. Secrets are masked.`,
    '',
  ].join('\n\n')
}

function formatLines(lines: readonly string[]): readonly string[] {
  const [first] = lines
  if (first === undefined) return []
  return [(first.startsWith('|') ? [TABLE, ...lines] : lines).join('\n')]
}

/** Takes lines from the start as long as they fit. */
function takeWithin(lines: readonly string[], maxCharacters: number): readonly string[] {
  let room = maxCharacters
  const end = lines.findIndex((line) => (room -= line.length) < 0)
  return end < 0 ? lines : lines.slice(0, end)
}

function formatRow(result: CheckResult): string {
  const { id, title, section, severity, level, expected = '', found = '' } = result
  const url = getCitationUrl(section)
  const citation =
    url === undefined ? escapeText(section) : `<a href="${url}">${escapeText(section)}</a>`
  const weight = severity === undefined ? level : `${level}, ${severity}`
  return `| ${formatText(id)}<br>${escapeText(title)}<br>${citation} (${weight}) | ${formatText(expected)} | ${formatText(found)} |`
}

function formatReason([reason, ids]: readonly [string, readonly string[]]): string {
  return `- ${formatText(reason)}: ${ids.length} ${ids.length === 1 ? 'check' : 'checks'}`
}

/** Formats an untrusted string as code: in it, the sites that show Markdown make no mention and no issue a link. */
function formatText(string: string): string {
  return string === '' ? '' : `<code>${escapeText(cutString(string, MAX_VALUE_CHARACTERS))}</code>`
}

/** Escapes every character that means something in Markdown or HTML as a character reference. */
function escapeText(string: string): string {
  return escapeControls(string).replaceAll(
    /[!-/:-@[-`{-~]/g,
    (character) => `&#${character.charCodeAt(0)};`,
  )
}
