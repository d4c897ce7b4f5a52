import { readFileSync, writeFileSync } from 'node:fs'

import { expect, it } from 'vitest'

import { diagnoseForeign } from './diagnose-foreign.js'
import type { ForeignCase } from './diagnose-foreign.js'

const GUIDE = new URL('../../docs/guide/doctor.md', import.meta.url)
const MARKS = /(<!-- libraries -->\n)[\s\S]*?(\n<!-- \/libraries -->)/

function isWrong({ outcome }: ForeignCase): boolean {
  return outcome === 'signature_invalid'
}

function isNamed({ diagnosis }: ForeignCase): boolean {
  return diagnosis?.verdict === 'explained'
}

function isNamedWithUrl({ typedDiagnosis }: ForeignCase): boolean {
  return typedDiagnosis?.verdict === 'explained'
}

/** Names the departures of the first explanations, the most frequent first. */
function causesOf(cases: readonly ForeignCase[]): string {
  const counts = new Map<string, number>()
  for (const { diagnosis } of cases) {
    if (diagnosis?.verdict !== 'explained') continue
    const [first = []] = diagnosis.explanations
    const name = first.map(({ id }) => `\`${id}\``).join(' + ')
    counts.set(name, (counts.get(name) ?? 0) + 1)
  }
  return [...counts]
    .sort(([, a], [, b]) => b - a)
    .slice(0, 4)
    .map(([name, count]) => `${name} (${count})`)
    .join(', ')
}

function table(results: ReadonlyMap<string, readonly ForeignCase[]>): string {
  const rows = Array.from(results, ([name, cases]) => {
    const wrong = cases.filter(isWrong)
    const missed = wrong.filter((each) => !isNamed(each)).map(({ id }) => id)
    const [named, namedWithUrl] = [wrong.filter(isNamed), wrong.filter(isNamedWithUrl)]
    return [
      name,
      wrong.length,
      named.length,
      missed.join(', '),
      namedWithUrl.length,
      causesOf(wrong),
    ]
  })
  const cells = [
    ['package', 'wrong', 'named', 'not named', 'with the URL', 'the most frequent causes'],
    ['---', '---', '---', '---', '---', '---'],
    ...rows,
  ]
  return cells.map((row) => `| ${row.join(' | ')} |`).join('\n')
}

it('names at least 97 % of what the signers of others do wrong, as the guide says', async () => {
  const results = await diagnoseForeign()
  expect(results.size).toBe(13)
  const wrong = [...results.values()].flat().filter(isWrong)
  expect(wrong.length).toBeGreaterThan(190)
  const named = wrong.filter(isNamed).length
  const namedWithUrl = wrong.filter(isNamedWithUrl).length
  expect(named / wrong.length).toBeGreaterThanOrEqual(0.93)
  expect(namedWithUrl / wrong.length).toBeGreaterThanOrEqual(0.97)

  const share = (count: number): string =>
    `${count} of ${wrong.length} (${((100 * count) / wrong.length).toFixed(1)} %)`
  const written = `${table(results)}\n\nTogether: ${share(named)}, and ${share(namedWithUrl)} with the URL.`
  const guide = readFileSync(GUIDE, 'utf8')
  if (process.env.DOCTOR_TABLE === 'write') {
    writeFileSync(
      GUIDE,
      guide.replace(MARKS, (_, open: string, close: string) => `${open}\n${written}\n${close}`),
    )
  } else {
    const compact = (text: string): string => text.replace(/ *\| */g, '|').replace(/-{3,}/g, '---')
    expect(compact(guide)).toContain(compact(written))
  }
}, 120_000)
