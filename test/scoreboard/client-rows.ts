import { isDeparture } from '../../packages/testkit/src/checks/report.js'
import type { CheckResult, Report } from '../../packages/testkit/src/index.js'
import type { ScoredClient } from './clients.js'
import { scoreClient, SCORED_CLIENTS } from './clients.js'

/** Tests every client of others that can be run here, and writes what departs as Markdown. */
export async function clientRows(say: (line: string) => void): Promise<string> {
  const totals: string[] = []
  const sections: string[] = []
  for (const client of SCORED_CLIENTS) {
    const interpreter = await client.findInterpreter()
    if ('missing' in interpreter) throw new Error(`${client.name}: ${interpreter.missing}`)
    const report = await scoreClient(client, interpreter.command)
    say(`${report.subject}: ${JSON.stringify(report.counts)}`)
    const { passed, failed, warning, note } = report.counts
    const figures = [passed, failed, warning, note, report.counts['not applicable']]
    totals.push(`| ${report.subject} | ${figures.join(' | ')} |`)
    sections.push(section(client, report))
  }
  return [
    '| client | passed | failed | warnings | notes | not applicable |',
    '| --- | --- | --- | --- | --- | --- |',
    ...totals,
    '',
    ...sections,
  ].join('\n')
}

function section({ usedAs }: ScoredClient, { subject, results }: Report): string {
  const rows = results.filter(isDeparture).map(row)
  return [
    `### ${subject}`,
    '',
    `Used as: ${usedAs}.`,
    '',
    '| | a right client | section | here |',
    '| --- | --- | --- | --- |',
    ...rows,
    '',
  ].join('\n')
}

function row(result: CheckResult): string {
  const { status, title, id, section: cited } = result
  return `| ${status} | ${cell(title)} (\`${id}\`) | ${cited} | ${cell(shown(result))} |`
}

/** What was found; of a signature, the request that has it. */
function shown({ expected = '', found = '', exchanges }: CheckResult): string {
  if (!expected.startsWith('oauth_signature ')) return found
  const [line = ''] = exchanges.at(-1)?.request.split('\n') ?? []
  return `signed otherwise: ${line.replace(/ HTTP\/1\.1$/, '')}`
}

/** Makes a text fit for a table, the same in every run. */
function cell(text: string): string {
  return text
    .replaceAll(/:\d{4,5}(?=\D|$)/g, ':…')
    .replaceAll(/-[0-9a-f]{24}/g, '-…')
    .replaceAll(/oauth_(?:nonce|signature|timestamp)=[^&\s]*/g, '…')
    .replaceAll(/127\.\d+\.\d+\.\d+(?=:80)/g, '127.…')
    .replaceAll(/[|<>`*_[\]\\~]/g, String.raw`\$&`)
    .replaceAll(/\s+/g, ' ')
    .slice(0, 240)
}
