// npm run bench: every part; npm run bench -- sign: one of them. --rounds=N, --keep: for the docs.
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'

import { compare } from './compare.mjs'
import { describeMachine } from './machine.mjs'
import { drawPlot } from './plot.mjs'
import { formatTable } from './table.mjs'

const { values, positionals } = parseArgs({
  options: { rounds: { type: 'string', default: '15' }, keep: { type: 'boolean', default: false } },
  allowPositionals: true,
})
const resolvePath = (path) => new URL(path, import.meta.url)
const known = readdirSync(resolvePath('parts')).map((file) => file.replace('.mjs', ''))
const unknown = positionals.filter((name) => !known.includes(name))
if (unknown.length > 0) {
  console.error(`There is no part ${unknown.join(', ')}; there are ${known.join(', ')}.`)
  process.exit(1)
}

const { description } = describeMachine()
console.log(description)
for (const name of positionals.length > 0 ? positionals : known) {
  const part = await import(resolvePath(`parts/${name}.mjs`))
  const results = []
  for (const group of await part.createGroups()) {
    const result = await compare(group, { rounds: Number(values.rounds) })
    for (const row of [group.baseline, ...group.rows]) await row.close?.()
    console.log(`\n${formatTable(result)}`)
    results.push(result)
  }
  if (values.keep) keep(name, results)
}

function keep(name, results) {
  mkdirSync(resolvePath('results'), { recursive: true })
  const text = JSON.stringify(
    { ...describeMachine(), rounds: Number(values.rounds), results },
    null,
    2,
  )
  writeFileSync(resolvePath(`results/${name}.json`), `${text}\n`)
  for (const [index, result] of results.entries()) {
    const suffix = results.length > 1 ? `-${index + 1}` : ''
    mkdirSync(resolvePath('../docs/guide/performance'), { recursive: true })
    writeFileSync(resolvePath(`../docs/guide/performance/${name}${suffix}.svg`), drawPlot(result))
  }
}
