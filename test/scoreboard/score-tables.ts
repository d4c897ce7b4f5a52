import { isDeviation } from '../../packages/testkit/src/checks/report.js'
import type { CheckResult, Report } from '../../packages/testkit/src/index.js'

/** An implementation with what was found in it. */
export interface Score {
  /** How it is used. */
  readonly usedAs: string
  readonly report: Report
}

/** Writes what departs as Markdown: a table of figures, and a section for each implementation. */
export function scoreTables(kind: 'client' | 'provider', scores: readonly Score[]): string {
  const totals = scores.map(({ report: { subject, counts } }) => {
    const { passed, failed, warning, note } = counts
    const unjudged = counts['cannot be judged']
    return `| ${[subject, passed, failed, warning, note, counts['not applicable'], unjudged].join(' | ')} |`
  })
  return [
    `| ${kind} | passed | failed | warnings | notes | not applicable | not judged |`,
    '| --- | --- | --- | --- | --- | --- | --- |',
    ...totals,
    '',
    ...scores.map((score) => section(kind, score)),
  ].join('\n')
}

function section(kind: 'client' | 'provider', { usedAs, report }: Score): string {
  const rows = report.results
    .filter(isDeviation)
    .map((result) => row(result, kind === 'client' ? shown(result) : sentAndFound(result)))
  return [
    `### ${report.subject}`,
    '',
    `Used as: ${usedAs}.`,
    '',
    `| | a right ${kind} | section | ${kind === 'client' ? 'here' : 'sent, and what came'} |`,
    '| --- | --- | --- | --- |',
    ...rows,
    '',
  ].join('\n')
}

function row({ status, title, id, section: cited }: CheckResult, here: string): string {
  return `| ${status} | ${cell(title)} (\`${id}\`) | ${cited} | ${cell(here)} |`
}

/** Formats a deviation; for a signature, the request that has it. */
function shown(result: CheckResult): string {
  const { expected = '', found = '' } = result
  return expected.startsWith('oauth_signature ') ? `signed otherwise: ${sent(result)}` : found
}

function sentAndFound(result: CheckResult): string {
  return `${sent(result)}: ${result.found ?? ''}`
}

function sent({ exchanges }: CheckResult): string {
  const [line = ''] = exchanges.at(-1)?.request.split('\n') ?? []
  return line.replace(/ HTTP\/1\.1$/, '')
}

/** Formats a string for a cell of a table, the same in every run. */
function cell(text: string): string {
  return text
    .replaceAll(/(:|%3A)\d{4,5}(?=\D|$)/g, '$1…')
    .replaceAll(/-[0-9a-f]{24}/g, '-…')
    .replaceAll(/oauth_(?:nonce|signature|timestamp)=[^&\s]*/g, '…')
    .replaceAll(/(oauth_(?:nonce|token|token_secret|verifier)(?:=|%3D|%253D))[^&\s"%]*/g, '$1…')
    .replaceAll(/(oauth_(?:signature|timestamp)(?:%3D|%253D))[^&\s"%]*/g, '$1…')
    .replaceAll(/127\.\d+\.\d+\.\d+(?=:80)/g, '127.…')
    .replaceAll(/<[a-z!/][^<>]*>/gi, ' ')
    .replaceAll(/[|<>`*_[\]\\~]/g, String.raw`\$&`)
    .replaceAll(/\s+/g, ' ')
    .slice(0, 240)
}
