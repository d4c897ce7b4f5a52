// Runs mutation testing on the named targets, or on all of them: plants every mutant that Stryker
// knows, runs the tests that reach it, and prints the mutants that no test notices. CONTRIBUTING.md
// describes the options.
import { spawn } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { clearInterval, setInterval } from 'node:timers'
import { parseArgs } from 'node:util'

import { MUTATION_TARGETS } from './mutation-targets.mjs'
import { instrument } from './mutation/instrument.mjs'

const MOST_SURVIVING_PERCENT = 3
// A mutant that runs this long never ends.
const STUCK_MILLISECONDS = 60_000
const MOST_RESTARTS = 40
const FOLDERS = ['killed', 'tested', 'running', 'done']
const EQUIVALENT = JSON.parse(readFileSync('scripts/mutation/equivalent-mutants.json', 'utf8'))

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    files: { type: 'string' },
    keep: { type: 'boolean', default: false },
    'skip-static': { type: 'boolean', default: false },
    tests: { type: 'string' },
  },
})
const unknown = positionals.find((name) => !(name in MUTATION_TARGETS))
if (unknown !== undefined) {
  const names = Object.keys(MUTATION_TARGETS).join(', ')
  console.error(`mutation: unknown target ${unknown}. The targets are ${names}.`)
  process.exit(1)
}
const targets = positionals.length > 0 ? positionals : Object.keys(MUTATION_TARGETS)
const lines = []
for (const name of targets) lines.push(await measure(name))
console.log(`\n${lines.join('\n')}`)

async function measure(name) {
  const { source, except, tests } = MUTATION_TARGETS[name]
  const chosen = filesIn(source, '.ts', except).filter(isChosen)
  if (chosen.length === 0) return `${name}: no file`
  const state = `reports/mutation/${[name, options.files].filter(Boolean).map(flat).join('+')}`
  const { files, mutants } = await instrument(chosen)
  openState(state, JSON.stringify(files))
  const testFiles = options.tests?.split(',') ?? filesIn(tests, '.test.ts')
  for (let restarts = 0; restarts < MOST_RESTARTS; restarts++) {
    const left = testFiles.filter((file) => !existsSync(`${state}/done/${flat(file)}`))
    if (left.length === 0) break
    await runTests(state, left)
  }
  return report(name, mutants, new Set(readdirSync(`${state}/killed`)))
}

function isChosen(file) {
  return options.files === undefined || options.files.split(',').some((part) => file.includes(part))
}

function openState(state, instrumented) {
  const before = `${state}/instrumented.json`
  const isKept = options.keep && existsSync(before) && readFileSync(before, 'utf8') === instrumented
  const forgotten = isKept ? FOLDERS.filter((folder) => folder !== 'killed') : ['']
  for (const folder of forgotten) rmSync(`${state}/${folder}`, { recursive: true, force: true })
  for (const folder of FOLDERS) mkdirSync(`${state}/${folder}`, { recursive: true })
  writeFileSync(before, instrumented)
}

async function runTests(state, files) {
  const child = spawn(
    'npx',
    ['vitest', 'run', '--config', 'vitest.mutation.config.mjs', ...files],
    {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: {
        ...process.env,
        MUTATION_STATE: state,
        MUTATION_FILES: files.join(),
        MUTATION_STATIC: options['skip-static'] ? '0' : '1',
      },
    },
  )
  const watch = setInterval(endStuck, 2000, state)
  await new Promise((resolve) => child.on('close', resolve))
  clearInterval(watch)
}

function endStuck(state) {
  for (const pid of readdirSync(`${state}/running`)) {
    const [mutant, since] = readFileSync(`${state}/running/${pid}`, 'utf8').split(' ')
    if (mutant === '' || Date.now() - Number(since) < STUCK_MILLISECONDS) continue
    rmSync(`${state}/running/${pid}`)
    writeFileSync(`${state}/killed/${mutant}`, 'stuck')
    process.kill(Number(pid), 'SIGKILL')
  }
}

function report(name, mutants, killed) {
  const left = mutants.filter(({ id }) => !killed.has(id))
  const surviving = left.filter((mutant) => !EQUIVALENT.some((entry) => matches(entry, mutant)))
  for (const { file, line, original, replacement } of surviving) {
    console.log(`${file}:${line}\n  - ${original}\n  + ${replacement}`)
  }
  const equivalent = left.length - surviving.length
  const percent = (100 * surviving.length) / (mutants.length - equivalent)
  if (percent > MOST_SURVIVING_PERCENT) process.exitCode = 1
  return (
    `${name}: ${mutants.length} mutants, ${mutants.length - left.length} killed, ` +
    `${equivalent} equivalent, ${surviving.length} surviving (${percent.toFixed(1)} %)`
  )
}

// An entry identifies a line by its text. Omitted members match anything.
function matches(entry, mutant) {
  return (
    `/${mutant.file}`.endsWith(`/${entry.file}`) &&
    ['text', 'original', 'replacement'].every(
      (field) => entry[field] === undefined || entry[field] === mutant[field],
    )
  )
}

function filesIn(paths, ending, except = []) {
  return paths
    .flatMap((path) =>
      statSync(path).isFile()
        ? [path]
        : readdirSync(path, { recursive: true }).map((file) => `${path}/${file}`),
    )
    .filter((file) => file.endsWith(ending) && !except.some((path) => file.startsWith(path)))
    .sort()
}

function flat(file) {
  return file.replaceAll('/', '+')
}
