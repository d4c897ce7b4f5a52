// Runs test/runtimes/suite.mjs on every runtime and writes docs/guide/runtimes.md.
import { writeFileSync } from 'node:fs'
import { performance } from 'node:perf_hooks'
import { fileURLToPath } from 'node:url'

import { caseNames } from '../test/runtimes/suite.mjs'
import { currentPlatform, fetchRuntime } from './fetch-runtime.mjs'
import { RUNTIMES } from './known-runtimes.mjs'
import { guideOf } from './runtimes-guide.mjs'

const GUIDE = fileURLToPath(new URL('../docs/guide/runtimes.md', import.meta.url))

const platform = currentPlatform()
const rows = []
for (const runtime of RUNTIMES) {
  const started = performance.now()
  const row = { ...runtime, ...(await resultOf(runtime)) }
  say(row, (performance.now() - started) / 1000)
  rows.push(row)
}
writeFileSync(GUIDE, await guideOf(rows, { platform, count: caseNames.length }))
process.exitCode = rows.some(({ problems }) => problems.length > 0) ? 1 : 0

/**
 * Returns `missing`, or the number of passed cases, the cases that the platform refused, and the
 * problems.
 */
async function resultOf(runtime) {
  const { program, missing } = fetchRuntime(runtime, platform)
  if (missing !== undefined) return { missing, problems: [] }
  const { status, error, stdout, stderr } = await runtime.run(program)
  const results = stdout
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line))
  const failed = results.filter(({ ok }) => !ok)
  const { limits = [] } = runtime
  const refused = failed.filter(({ name }) => limits.some(({ cases }) => cases.test(name)))
  const problems = failed
    .filter((result) => !refused.includes(result))
    .map((result) => `${result.name}: ${result.error}`)
  const reported = results.map(({ name }) => name)
  if (status !== 0 || reported.join('\n') !== caseNames.join('\n')) {
    problems.push(
      `${reported.length} of ${caseNames.length} cases reported; exited with ${error?.code ?? status}: ${stderr}`,
    )
  }
  for (const [title, run] of [
    ['store-sqlite', runtime.runStore],
    ['bodies', runtime.runBodies],
  ]) {
    const more = run?.(program)
    if (more !== undefined && more.status !== 0) problems.push(`${title}: ${more.stderr}`)
  }
  for (const { cases, reason } of limits) {
    const isTrue = refused.some(({ name }) => cases.test(name))
    if (!isTrue) problems.push(`no case reaches this limit any more: ${reason}`)
  }
  const fetch = await fetchResultOf(runtime, program)
  problems.push(...fetch.problems)
  return { passed: results.length - failed.length, refused: refused.length, problems, fetch }
}

/**
 * Returns the number of passed cases of a provider on fetch, how the server shows awkward targets,
 * and the problems.
 */
async function fetchResultOf({ runFetch }, program) {
  const { status, error, stdout, stderr } = await runFetch(program)
  const lines = stdout
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line))
  const { rewriting = [] } = lines.find((line) => 'rewriting' in line) ?? {}
  const cases = lines.filter(({ name }) => name !== undefined)
  const failed = cases.filter(({ ok }) => !ok)
  const problems = failed.map((result) => `fetch: ${result.name}: ${result.error}`)
  if (status !== 0) problems.push(`fetch: exited with ${error?.code ?? status}: ${stderr}`)
  return { passed: cases.length - failed.length, rewriting, problems }
}

function say({ name, version, missing, passed, refused, problems }, seconds) {
  const title = `${name} ${version}`
  if (missing !== undefined) console.log(`${title}: not run: ${missing}`)
  else {
    const figures = `${passed} passed, ${refused} refused by the platform, ${problems.length} problems`
    console.log(`${title}: ${figures}, ${seconds.toFixed(1)} s`)
  }
  for (const problem of problems) console.error(`  ${problem}`)
}
