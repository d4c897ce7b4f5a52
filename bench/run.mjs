// npm run bench: every part; npm run bench -- sign: one part. --minutes=N, --rounds=N; --keep:
// writes the results for the docs; --draw: only redraws the plots of the docs.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'

import { MAX_BUSY_PERCENT, measureBusyPercent } from './busy.mjs'
import { compare } from './compare.mjs'
import { describeMachine } from './machine.mjs'
import { drawPlot } from './plot.mjs'
import { formatTable } from './table.mjs'

// The preparation and checks of a part also count toward the three minutes.
const DEFAULT_MINUTES = '2.5'
/**
 * The maximum spread of the baseline for a kept part: half of the rounds must be within this
 * distance from the median, in percent.
 */
const MAX_SPREAD_PERCENT = 10

const { values, positionals } = parseArgs({
  options: {
    rounds: { type: 'string', default: '15' },
    minutes: { type: 'string', default: DEFAULT_MINUTES },
    keep: { type: 'boolean', default: false },
    draw: { type: 'boolean', default: false },
  },
  allowPositionals: true,
})
const resolvePath = (path) => new URL(path, import.meta.url)
const known = readdirSync(resolvePath('parts')).map((file) => file.replace('.mjs', ''))
const unknown = positionals.filter((name) => !known.includes(name))
if (unknown.length > 0) {
  console.error(`Unknown part ${unknown.join(', ')}. The parts are ${known.join(', ')}.`)
  process.exit(1)
}
const names = positionals.length > 0 ? positionals : known
if (values.draw) drawKept(names)
else await measure(names)

async function measure(parts) {
  console.log(describeMachine().description)
  const end = Date.now() + Number(values.minutes) * 60_000
  const busyPercents = [await measureBusyPercent()]
  if (busyPercents[0] > MAX_BUSY_PERCENT) {
    console.log(
      `Other programs keep ${busyPercents[0]} % of the processors busy, so the figures are misleading.`,
    )
  }
  const measured = []
  for (const [index, name] of parts.entries()) {
    // The unused share of a part goes to the following parts.
    const until = Date.now() + (end - Date.now()) / (parts.length - index)
    const results = await measurePart(name, until)
    busyPercents.push(await measureBusyPercent())
    measured.push({ name, results })
  }
  const busyPercent = Math.max(...busyPercents)
  console.log(
    `\nWhile the benchmark waited, other programs kept ${busyPercent} % of the processors busy.`,
  )
  if (!values.keep) return
  if (busyPercent > MAX_BUSY_PERCENT) {
    console.error(
      `Nothing was kept: figures are misleading on a machine that is more than ${MAX_BUSY_PERCENT} % busy. Run it again on an idle machine.`,
    )
    process.exitCode = 1
    return
  }
  const unsteady = measured.filter(isUnsteady)
  for (const { name } of unsteady) {
    console.error(
      `${name} was not kept: its baseline varied by more than ±${MAX_SPREAD_PERCENT} %. Run it again, with more --minutes.`,
    )
    process.exitCode = 1
  }
  const steady = measured.filter((part) => !unsteady.includes(part))
  for (const { name, results } of steady) {
    const kept = { ...describeMachine(), busyPercent, results }
    mkdirSync(resolvePath('results'), { recursive: true })
    writeFileSync(resolvePath(`results/${name}.json`), `${JSON.stringify(kept, null, 2)}\n`)
  }
  drawKept(steady.map(({ name }) => name))
}

function isUnsteady({ results }) {
  return results.some(({ spreadPercent }) => spreadPercent > MAX_SPREAD_PERCENT)
}

async function measurePart(name, until) {
  const part = await import(resolvePath(`parts/${name}.mjs`))
  const groups = await part.createGroups()
  const results = []
  for (const [index, group] of groups.entries()) {
    const result = await compare(group, {
      rounds: Number(values.rounds),
      until: Date.now() + (until - Date.now()) / (groups.length - index),
    })
    for (const row of [group.baseline, ...group.rows]) await row.close?.()
    console.log(`\n${formatTable(result)}`)
    results.push(result)
  }
  return results
}

/** Draws the plots of the performance page. */
function drawKept(parts) {
  const page = readFileSync(resolvePath('../docs/guide/performance.md'), 'utf8')
  const kept = readdirSync(resolvePath('results')).map((file) => file.replace('.json', ''))
  for (const name of parts.filter((part) => kept.includes(part))) {
    const { results } = JSON.parse(readFileSync(resolvePath(`results/${name}.json`), 'utf8'))
    for (const [index, result] of results.entries()) {
      const suffix = results.length > 1 ? `-${index + 1}` : ''
      const path = `performance/${name}${suffix}.svg`
      if (page.includes(`(${path})`)) {
        writeFileSync(resolvePath(`../docs/guide/${path}`), drawPlot(result))
      }
    }
  }
}
