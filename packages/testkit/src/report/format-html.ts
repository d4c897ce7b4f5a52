import { getCitationUrl } from '../checks/get-citation-url.js'
import { isDeviation } from '../checks/report.js'
import type { CheckResult, Report } from '../checks/report.js'
import { escapeMarkup } from './escape-markup.js'

const STYLE = `:root{color-scheme:light dark;--page:#fff;--text:#1b1b1f;--link:#0b57d0}
@media(prefers-color-scheme:dark){:root{--page:#17171b;--text:#e8e8ee;--link:#9ec1ff}}
a{color:var(--link)}body{background:var(--page);color:var(--text);font:1rem/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;overflow-wrap:anywhere}
pre{padding:.75rem;border:1px solid #8886;white-space:pre-wrap;font-size:.85rem}h4{margin:.75rem 0 .25rem}pre{margin:0}dl{display:grid;grid-template-columns:max-content 1fr;gap:.25rem .75rem}dt{font-weight:bold}dd{margin:0}
article{border-left:.3rem solid #888;padding-left:1rem;margin:2rem 0}.failed{border-color:#c22}.warning{border-color:#b80}.note{border-color:#28c}
table{border-collapse:collapse;width:100%}td,th{text-align:left;overflow-wrap:anywhere;padding:.2rem .5rem;border-bottom:1px solid #8884;vertical-align:top}`

const ORDER = ['failed', 'warning', 'note'] as const
const MEANING =
  'A failure is a violated MUST, or a deviation that does harm whatever its level. A warning is a violated SHOULD, a note a violated MAY. A check cannot be judged if something else prevents it: for example, a plain correct request is refused as well.'

/** Formats a report as a self-contained page: each deviation with the requests, the responses and its harm. */
export function formatHtml(report: Report): string {
  const { suite, subject, results, counts, unexpectedPasses } = report
  // Failures first, then warnings, then notes.
  const deviations = ORDER.flatMap((status) => results.filter((result) => result.status === status))
  const title = `OAuth 1.0a conformance: ${suite} ${subject}`
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escapeMarkup(title)}</title><style>${STYLE}</style></head><body><main>
<h1>${escapeMarkup(title)}</h1>
<p>${Object.entries(counts)
    .map(([status, count]) => `${count} ${status}`)
    .join(', ')}.${suite === 'vectors' ? '' : ' Secrets are masked.'}</p>
${unexpectedPasses.map((id) => `<p>${escapeMarkup(id)} is expected to fail, but passed.</p>`).join('\n')}
<h2>Deviations</h2>
<p>${MEANING}</p>
${deviations.length === 0 ? '<p>None.</p>' : deviations.map(formatDeviation).join('\n')}
<h2>All checks</h2>
<table><thead><tr><th>Result</th><th>Check</th><th>Section</th></tr></thead><tbody>
${results.map(formatRow).join('\n')}
</tbody></table>
</main></body></html>
`
}

function formatDeviation(result: CheckResult): string {
  const { id, title, status, level, severity, expected = '', found = '', exchanges } = result
  const weight = severity === undefined ? level : `${level}; harm: ${severity}`
  return `<article class="${status}" id="${escapeMarkup(id)}"><h3>${escapeMarkup(title)}</h3>
<p><strong>${status}</strong>${result.isExpected ? ' (expected)' : ''} · <code>${escapeMarkup(id)}</code> · ${formatCitation(result)} (${weight})</p>
<dl><dt>Expected</dt><dd>${escapeMarkup(expected)}</dd><dt>Found</dt><dd>${escapeMarkup(found)}</dd></dl>
${exchanges.map(({ request, response }) => `<h4>Request</h4><pre>${escapeMarkup(request)}</pre><h4>Response</h4><pre>${escapeMarkup(response)}</pre>`).join('\n')}</article>`
}

function formatRow(result: CheckResult): string {
  const { id, title, status } = result
  const name = isDeviation(result)
    ? `<a href="#${escapeMarkup(id)}">${escapeMarkup(id)}</a>`
    : escapeMarkup(id)
  const reason = status === 'cannot be judged' ? `<br>${escapeMarkup(result.found ?? '')}` : ''
  return `<tr><td>${status}</td><td>${name}<br>${escapeMarkup(title)}${reason}</td><td>${formatCitation(result)}</td></tr>`
}

function formatCitation({ section }: CheckResult): string {
  const url = getCitationUrl(section)
  return url === undefined
    ? escapeMarkup(section)
    : `<a href="${escapeMarkup(url)}">${escapeMarkup(section)}</a>`
}
