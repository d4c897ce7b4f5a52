// Runs the tests of a file once to learn which mutants they reach, and then again for each of these
// mutants, in the same process, until one fails. A new process for each mutant would take a hundred
// times as long.
import { appendFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { relative } from 'node:path'

import { TestRunner } from 'vitest'

// The runner's own functions must come from this Vitest.
const fromVitest = createRequire(createRequire(import.meta.url).resolve('vitest/package.json'))
const { startTests } = await import(/* @vite-ignore */ fromVitest.resolve('@vitest/runner'))

const state = process.env.MUTATION_STATE
const isStaticWanted = process.env.MUTATION_STATIC === '1'
// A test that exceeds its usual time by this much hangs.
const TEST_TIMEOUT = 5000
// A file tries each mutant with as many tests as finish in this time, the fastest first.
const BUDGET = 1500
// After this many killed mutants, the tests must still pass without one.
const MOST_UNCONFIRMED = 25

// Stryker's switches read this object.
const stryker = (globalThis.__stryker__ ??= {})
stryker.currentTestId = 'load'

/** The runner for vitest.mutation.config.mjs. */
export default class MutationRunner extends TestRunner {
  onBeforeRunFiles() {
    stryker.currentTestId = 'hooks'
  }

  onBeforeTryTask(test) {
    stryker.currentTestId = test.id
    super.onBeforeTryTask(test)
  }

  onAfterRunTask(test) {
    stryker.currentTestId = 'hooks'
    super.onAfterRunTask(test)
  }

  async onAfterRunFiles(files) {
    const coverage = stryker.mutantCoverage?.perTest ?? {}
    stryker.currentTestId = 'mutants'
    for (const file of files) await tryMutants(this, file, coverage)
    // Mutants in the hooks of this file do not concern the next file.
    delete coverage.hooks
    stryker.currentTestId = 'load'
    super.onAfterRunFiles(files)
  }
}

async function tryMutants(runner, file, coverage) {
  const name = relative(process.cwd(), file.filepath)
  const log = `${state}/tested/${name.replaceAll('/', '+')}`
  const running = `${state}/running/${process.pid}`
  const tested = new Set(existsSync(log) ? readFileSync(log, 'utf8').split('\n') : [])
  const longest = Math.max(0, ...testsIn(file).map(({ result }) => result?.duration ?? 0))
  runner.config.testTimeout = TEST_TIMEOUT + 5 * longest
  runner.config.hookTimeout = TEST_TIMEOUT + 5 * longest
  const run = quietly(runner, file.filepath)
  const durations = durationsOf(await run(durationsOf(file)))
  let unconfirmed = []

  // A mutant counts as killed only after the tests pass again without it, because it may have left
  // changes behind.
  const confirm = async () => {
    const ids = new Set(unconfirmed.map(({ testId }) => testId).filter((id) => durations.has(id)))
    if (ids.size > 0 && failureIn(await run(ids)) !== undefined) {
      // Continue in a new process, without them.
      appendFileSync(log, unconfirmed.map(({ mutant }) => `${mutant}\n`).join(''))
      rmSync(running, { force: true })
      process.kill(process.pid, 'SIGKILL')
    }
    for (const { mutant, message } of unconfirmed) {
      writeFileSync(`${state}/killed/${mutant}`, `${name}: ${message}`)
    }
    unconfirmed = []
  }

  for (const { mutant, ids, hits, isStatic } of planOf(coverage, durations)) {
    const isSkipped = tested.has(mutant) || existsSync(`${state}/killed/${mutant}`)
    if (isSkipped || (isStatic && !isStaticWanted)) continue
    writeFileSync(running, `${mutant} ${Date.now()}`)
    Object.assign(stryker, { hitCount: 0, hitLimit: 1000 + 100 * hits, activeMutant: mutant })
    if (isStatic) forgetModules(runner)
    const failure = failureIn(await run(ids))
    stryker.activeMutant = undefined
    if (isStatic) forgetModules(runner)
    if (failure === undefined) appendFileSync(log, `${mutant}\n`)
    else unconfirmed.push({ mutant, ...failure })
    if (failure?.isTimeout || unconfirmed.length >= MOST_UNCONFIRMED) await confirm()
  }
  await confirm()
  rmSync(running, { force: true })
  writeFileSync(`${state}/done/${name.replaceAll('/', '+')}`, '')
}

/**
 * Returns a function that reruns tests of a file without notifying Vitest, and stops at the first
 * failure.
 */
function quietly(runner, filepath) {
  const nothing = { value: () => undefined }
  const inner = Object.create(runner, {
    onTaskUpdate: { value: () => Promise.resolve() },
    onCollectStart: { value: (file) => TestRunner.prototype.onCollectStart.call(inner, file) },
    onCollected: nothing,
    onBeforeRunFiles: nothing,
    onAfterRunFiles: nothing,
    onAfterRunSuite: nothing,
    onBeforeTryTask: { value: (test) => TestRunner.prototype.onBeforeTryTask.call(inner, test) },
    onAfterRunTask: {
      value: ({ result }) => {
        inner.cancelRun ||= result?.state === 'fail' && stryker.activeMutant !== undefined
      },
    },
    cancel: { value: undefined, writable: true },
    cancelRun: { value: false, writable: true },
  })
  return async (tests) => {
    inner.cancelRun = false
    forgetModules(runner, (file) => file.includes('/test/'))
    const [file] = await startTests([{ filepath, testIds: [...keysOf(tests)] }], inner)
    return file
  }
}

function keysOf(tests) {
  return tests instanceof Map ? tests.keys() : tests
}

// Modules of this repository are then evaluated again.
function forgetModules({ workerState: { evaluatedModules } }, isForgotten = () => true) {
  for (const [file, modules] of evaluatedModules.fileToModulesMap) {
    const path = `/${relative(process.cwd(), file)}`
    if (path.includes('/node_modules/') || path.startsWith('/scripts/')) continue
    if (isForgotten(path)) for (const module of modules) evaluatedModules.invalidateModule(module)
  }
}

function testsIn(task) {
  return task.type === 'test' ? [task] : (task.tasks ?? []).flatMap(testsIn)
}

// Mutants in passing tests.
function durationsOf(file) {
  const passed = testsIn(file).filter(({ result }) => result?.state === 'pass')
  return new Map(passed.map(({ id, result }) => [id, result.duration ?? 0]))
}

function failureIn(file) {
  const failed = testsIn(file).find(({ result }) => result?.state === 'fail')
  const result = failed?.result ?? failedResult(file)
  if (result === undefined) return undefined
  const [message] = String(result.errors?.[0]?.message).split('\n')
  return {
    testId: failed?.id,
    message: `${failed?.name}: ${message}`,
    isTimeout: message.includes('timed out'),
  }
}

// Mutants in a hook, or in the file itself.
function failedResult(task) {
  if (task.result?.state === 'fail') return task.result
  return task.tasks?.map(failedResult).find((result) => result !== undefined)
}

/** The mutants that the tests reach, the fastest first, and the tests to run for each. */
function planOf(coverage, durations) {
  const plan = new Map()
  for (const [id, counts] of Object.entries(coverage)) {
    for (const [mutant, count] of Object.entries(counts)) {
      const found = plan.get(mutant) ?? { mutant, ids: new Set(), hits: 0, isStatic: false }
      found.hits += count
      found.isStatic ||= id === 'load'
      for (const each of durations.keys()) {
        if (id === each || id === 'load' || id === 'hooks') found.ids.add(each)
      }
      plan.set(mutant, found)
    }
  }
  const tries = [...plan.values()].filter(({ ids }) => ids.size > 0)
  for (const found of tries) Object.assign(found, withinBudget(found.ids, durations))
  return tries.sort(
    (one, other) => Number(one.isStatic) - Number(other.isStatic) || one.cost - other.cost,
  )
}

function withinBudget(ids, durations) {
  const quickest = [...ids].sort((one, other) => durations.get(one) - durations.get(other))
  let cost = 0
  const chosen = quickest.filter((id, index) => {
    cost += durations.get(id)
    return index === 0 || cost < BUDGET
  })
  return { ids: chosen, cost }
}
