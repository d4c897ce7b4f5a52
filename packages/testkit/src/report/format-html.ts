import { createHash } from 'node:crypto'

import { getCitationUrl } from '../checks/get-citation-url.js'
import type { CheckResult, Report } from '../checks/report.js'
import { escapeMarkup } from './escape-markup.js'
import { formatVerdict, getVerdict, listRemarks } from './format-verdict.js'
import { countResults, groupByReason, groupResults, isExpectedDeviation } from './group-results.js'
import { HTML_STYLE } from './html-style.js'

const MEANING =
  'A failure is a violated MUST, or a deviation that does harm whatever its level. A warning is a violated SHOULD, a note a violated MAY. A check cannot be judged if something else prevents it: for example, a plain correct request is refused as well.'
// Nothing in the page may load or run, even if an escape were missing.
const POLICY = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(HTML_STYLE).digest('base64')}'; base-uri 'none'; form-action 'none'`
const CLASSES: Readonly<Record<CheckResult['status'], string>> = {
  passed: 'passed',
  failed: 'failed',
  warning: 'warning',
  note: 'note',
  'not applicable': 'other',
  'cannot be judged': 'warning',
}
const VERDICT_CLASSES = { passed: 'passed', failed: 'failed', 'not judged': 'warning' } as const

interface Section {
  readonly id: string
  readonly heading: string
  readonly count?: number
  readonly content: string
}

/** Formats a report as a self-contained page: each deviation with its harm, the requests and the responses. */
export function formatHtml(report: Report): string {
  const title = `OAuth 1.0a conformance: ${report.suite} ${report.subject}`
  const sections = createSections(report)
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="${escapeMarkup(POLICY)}">
<title>${escapeMarkup(title)}</title><style>${HTML_STYLE}</style></head><body><main>
<section><h1>${escapeMarkup(title)}</h1>
${formatHead(report)}
<nav aria-label="Contents"><ul>
${sections.map(formatLink).join('\n')}
</ul></nav></section>
${sections.map(formatSection).join('\n')}
</main></body></html>
`
}

function formatHead(report: Report): string {
  const { suite, startedAt, durationSeconds, versions } = report
  const facts: readonly (readonly [string, string])[] = [
    ['Date', startedAt.replace('T', ' ').replace(/\.\d+Z$/, ' UTC')],
    ['Duration', `${durationSeconds.toFixed(1)} seconds`],
    ['Versions', `@oauthplus/testkit ${versions.testkit}, Node ${versions.node}`],
  ]
  const masked = suite === 'vectors' ? '' : ' Secrets are masked.'
  return `<p class="${VERDICT_CLASSES[getVerdict(report)]}">${escapeMarkup(formatVerdict(report))}</p>
<p>${escapeMarkup(countResults(report).join(', '))}.${masked}</p>
${listRemarks(report)
  .map((remark) => `<p>${escapeMarkup(remark)}</p>`)
  .join('\n')}
${formatFacts(facts)}`
}

function createSections(report: Report): readonly Section[] {
  const groups = groupResults(report)
  const { failures, unjudged, warnings, notes, expected, notApplicable } = groups
  const lists = [
    ['failures', 'Failures', failures],
    ['unjudged', 'Cannot be judged', unjudged],
    ['warnings', 'Warnings', warnings],
    ['notes', 'Notes', notes],
    ['expected', 'As expected', expected],
  ] as const
  const shown = lists.filter(([id, , results]) => id === 'failures' || results.length > 0)
  return [
    ...shown.map(([id, heading, results]) => ({
      id,
      heading,
      count: results.length,
      content: `${id === 'failures' ? `<p>${MEANING}</p>` : ''}${results.length === 0 ? '<p>None.</p>' : results.map(formatDeviation).join('\n')}`,
    })),
    ...(notApplicable.length === 0 ? [] : [createReasons(notApplicable)]),
    ...(report.configuration.length === 0
      ? []
      : [
          {
            id: 'configuration',
            heading: 'Configuration',
            content: formatFacts(report.configuration),
          },
        ]),
    {
      id: 'checks',
      heading: 'All checks',
      count: report.results.length,
      content: formatTable(report),
    },
  ]
}

function createReasons(notApplicable: readonly CheckResult[]): Section {
  const items = groupByReason(notApplicable).map(
    ([reason, ids]) =>
      `<li>${escapeMarkup(reason)}: ${ids.map((id) => `<code>${escapeMarkup(id)}</code>`).join(', ')}</li>`,
  )
  return {
    id: 'not-applicable',
    heading: 'Not applicable',
    count: notApplicable.length,
    content: `<ul>${items.join('\n')}</ul>`,
  }
}

function formatLink({ id, heading, count }: Section): string {
  return `<li><a href="#section-${id}">${heading}</a>${count === undefined ? '' : `: ${count}`}</li>`
}

function formatSection({ id, heading, content }: Section): string {
  return `<section id="section-${id}"><h2>${heading}</h2>
${content}</section>`
}

function formatFacts(facts: readonly (readonly [string, string])[]): string {
  const pairs = facts.map(
    ([name, value]) => `<dt>${escapeMarkup(name)}</dt><dd>${escapeMarkup(value)}</dd>`,
  )
  return `<dl>${pairs.join('\n')}</dl>`
}

function formatDeviation(result: CheckResult): string {
  const { id, title, status, level, severity, expected = '', found = '' } = result
  const weight = severity === undefined ? level : `${level}; harm: ${severity}`
  const name = isExpectedDeviation(result) ? 'as expected' : status
  const facts: readonly (readonly [string, string])[] =
    status === 'cannot be judged'
      ? [['Reason', found]]
      : [
          ['Expected', expected],
          ['Found', found],
        ]
  return `<article id="${escapeMarkup(id)}"><h3>${escapeMarkup(title)}</h3>
<p><span class="${isExpectedDeviation(result) ? 'other' : CLASSES[status]}">${name}</span> · <code>${escapeMarkup(id)}</code> · ${formatCitation(result)} (${weight})</p>
${formatFacts(facts)}
${formatExchanges(result)}</article>`
}

function formatExchanges({ exchanges, id }: CheckResult): string {
  if (exchanges.length === 0) return ''
  const messages = exchanges.map(
    ({ request, response }) =>
      `<h4>Request</h4><pre>${escapeMarkup(request)}</pre><h4>Response</h4><pre>${escapeMarkup(response)}</pre>`,
  )
  return `<details><summary>Requests and responses of ${escapeMarkup(id)} (${exchanges.length})</summary>${messages.join('\n')}</details>`
}

function formatTable({ results }: Report): string {
  return `<table><thead><tr><th>Result</th><th>Check</th><th>Section</th></tr></thead><tbody>
${results.map(formatRow).join('\n')}
</tbody></table>`
}

function formatRow(result: CheckResult): string {
  const { id, title, status } = result
  const isShown = status !== 'passed' && status !== 'not applicable'
  const name = isShown
    ? `<a href="#${escapeMarkup(id)}">${escapeMarkup(id)}</a>`
    : `<code>${escapeMarkup(id)}</code>`
  const outcome = isExpectedDeviation(result) ? 'as expected' : status
  return `<tr><td><span class="${isExpectedDeviation(result) ? 'other' : CLASSES[status]}">${outcome}</span></td><td>${name}<br>${escapeMarkup(title)}</td><td>${formatCitation(result)}</td></tr>`
}

function formatCitation({ section }: CheckResult): string {
  const url = getCitationUrl(section)
  return url === undefined
    ? escapeMarkup(section)
    : `<a href="${escapeMarkup(url)}">${escapeMarkup(section)}</a>`
}
