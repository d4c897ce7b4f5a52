import type { Report } from '../checks/report.js'
import { getVerdict } from './format-verdict.js'
import type { Verdict } from './format-verdict.js'
import { groupResults } from './group-results.js'

// White text on each has a contrast of at least 4.5 : 1.
const COLORS: Readonly<Record<Verdict, string>> = {
  passed: '#1a7f37',
  failed: '#c21f2b',
  'not judged': '#8a5a00',
}
const LABEL = 'OAuth 1.0a'
const LABEL_COLOR = '#3c3c46'
const HEIGHT = 20
const FONT_SIZE = 11
const CHARACTER_WIDTH = 6.5
const PADDING = 6

/** Formats a report as a badge: an SVG image with the verdict. It contains nothing that was received. */
export function formatBadge(report: Report): string {
  const verdict = getVerdict(report)
  const { failures, passed } = groupResults(report)
  const message =
    verdict === 'passed'
      ? `${passed.length} passed`
      : verdict === 'failed' && failures.length > 0
        ? `${failures.length} failed`
        : verdict
  const [left, right] = [LABEL, message].map(
    (text) => Math.ceil(text.length * CHARACTER_WIDTH) + 2 * PADDING,
  ) as [number, number]
  const width = left + right
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${HEIGHT}" role="img" aria-label="${LABEL}: ${message}">
<title>${LABEL}: ${message}</title>
<clipPath id="corners"><rect width="${width}" height="${HEIGHT}" rx="3"/></clipPath>
<g clip-path="url(#corners)"><rect width="${left}" height="${HEIGHT}" fill="${LABEL_COLOR}"/><rect x="${left}" width="${right}" height="${HEIGHT}" fill="${COLORS[verdict]}"/></g>
<g fill="#fff" font-family="Verdana,DejaVu Sans,sans-serif" font-size="${FONT_SIZE}" text-anchor="middle"><text x="${left / 2}" y="14" textLength="${left - 2 * PADDING}">${LABEL}</text><text x="${left + right / 2}" y="14" textLength="${right - 2 * PADDING}">${message}</text></g>
</svg>
`
}
