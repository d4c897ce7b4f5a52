import type { Check } from './check.js'
import { mapInParallel } from './map-in-parallel.js'
import { createReport } from './report.js'
import type { CheckResult, Report } from './report.js'
import { runCheck } from './run-check.js'
import type { CheckRun, RunEnvironment } from './run-check.js'
import { VERSIONS } from './versions.js'

/** The options of a run. */
export interface RunOptions {
  /** The name of what is tested, for the report. */
  readonly subject?: string | undefined
  /** The checks to run: ids, or prefixes of ids (`verify.`). All by default. */
  readonly only?: readonly string[] | undefined
  /** The ids of checks that are known to fail. If one passes, the run fails and reports it. */
  readonly expectedFailures?: readonly string[] | undefined
  /**
   * Called when a check starts, with its number (from 1) and the total. Called again for a check that
   * ran among others and is repeated on its own.
   */
  readonly onCheck?:
    | ((check: { readonly id: string; readonly number: number; readonly total: number }) => void)
    | undefined
  /** Called once per check with its final result, in the order of the report. */
  readonly onResult?: ((result: CheckResult) => void) | undefined
}

/** The options of a run that drives a program. */
export interface ProgramRunOptions extends RunOptions {
  /** The time limit of the program for one task. 15 seconds by default. */
  readonly timeoutSeconds?: number | undefined
}

/** How checks run at the same time. */
export interface Parallel<Context> {
  /** The greatest number of checks at the same time. */
  readonly limit: number
  /** Creates a new environment, without anything that earlier checks left behind. */
  readonly restart: () => RunEnvironment<Context>
}

type RunMask = RunEnvironment<unknown>['mask']
type Status = CheckResult['status']

const TOO_MANY_REQUESTS = /^HTTP\/\S+ 429\b/

/**
 * Runs checks. A failure does not stop the run.
 *
 * With `parallel`, checks first run at the same time. The ones that deviate are repeated one by one, and only
 * the second outcome is reported. If one no longer deviates, the others may have passed for a wrong
 * reason too, so that every check runs again, one after another.
 */
export async function runChecks<Context>(
  checks: readonly Check<Context>[],
  environment: RunEnvironment<Context>,
  options: RunOptions,
  parallel?: Parallel<Context>,
): Promise<Report> {
  const { only, expectedFailures = [] } = options
  const startedAt = new Date()
  const chosen = checks.filter(({ id }) => only?.some((prefix) => isChosen(id, prefix)) ?? true)
  const unknown = only?.find((prefix) => !chosen.some(({ id }) => isChosen(id, prefix)))
  if (unknown !== undefined) throw new TypeError(`Unknown check: ${unknown}.`)
  const ids = new Set(chosen.map(({ id }) => id))
  const expected = expectedFailures.filter((id) => only === undefined || ids.has(id))
  const run: Run<Context> = { checks: chosen, expected, options }
  const early =
    parallel === undefined || parallel.limit < 2
      ? { results: new Map<string, CheckResult>(), unstable: [] }
      : await runTogether(run, environment, parallel)
  const results = await runInTurn(run, parallel?.restart() ?? environment, early.results)
  const { suite, subject, configuration = [], mask } = environment
  return createReport(
    {
      suite,
      subject: mask.apply(options.subject ?? subject),
      startedAt: startedAt.toISOString(),
      durationSeconds: (Date.now() - startedAt.getTime()) / 1000,
      versions: VERSIONS,
      configuration: configuration.map(([name, value]) => [name, mask.apply(value)]),
    },
    results,
    { expectedFailures: expected, unstable: early.unstable },
  )
}

/** Reports whether a prefix is the id of a check or its first parts. */
function isChosen(id: string, prefix: string): boolean {
  return (
    id === prefix || (/[.-]$/.test(prefix) && id.startsWith(prefix)) || id.startsWith(`${prefix}.`)
  )
}

interface Run<Context> {
  readonly checks: readonly Check<Context>[]
  readonly expected: readonly string[]
  readonly options: RunOptions
}

interface EarlyResults {
  /** Results that are final, by id. Empty if a check is unstable. */
  readonly results: ReadonlyMap<string, CheckResult>
  /** The ids of checks that deviated only while others ran. */
  readonly unstable: readonly string[]
}

/** Runs checks at the same time, and repeats those that deviated or met a rate limit one at a time. */
async function runTogether<Context>(
  run: Run<Context>,
  environment: RunEnvironment<Context>,
  { limit, restart }: Parallel<Context>,
): Promise<EarlyResults> {
  const { mask } = environment
  const together = run.checks.filter(({ runsAlone }) => runsAlone !== true)
  // Deviations are not reported before they are repeated, and to mask them takes time.
  const unmasked: RunMask = { ...mask, apply: (string) => string }
  const runs = await mapInParallel(together, limit, (check) =>
    startCheck(run, check, { ...environment, mask: unmasked, findCause: undefined }),
  )
  const results = new Map<string, CheckResult>()
  const repeated = restart()
  for (const [index, check] of together.entries()) {
    const first = runs[index]
    if (first === undefined) continue
    const isRepeated = !isUndisturbed(first)
    const { result } = isRepeated
      ? await startCheck(run, check, repeated)
      : { result: maskReason(first.result, mask) }
    if (!hasPassed(first.result.status) && hasPassed(result.status)) {
      return { results: new Map(), unstable: [check.id] }
    }
    results.set(check.id, result)
  }
  return { results, unstable: [] }
}

/** Masks the reason of a check that does not apply. */
function maskReason(result: CheckResult, mask: RunMask): CheckResult {
  return { ...result, found: result.found === undefined ? undefined : mask.apply(result.found) }
}

function hasPassed(status: Status): boolean {
  return status === 'passed' || status === 'not applicable'
}

function isUndisturbed({ result, exchanges }: CheckRun): boolean {
  return (
    hasPassed(result.status) && !exchanges.some(({ response }) => TOO_MANY_REQUESTS.test(response))
  )
}

/** Runs the checks that have no result yet, one after another. */
async function runInTurn<Context>(
  run: Run<Context>,
  environment: RunEnvironment<Context>,
  early: EarlyResults['results'],
): Promise<readonly CheckResult[]> {
  const results: CheckResult[] = []
  for (const check of run.checks) {
    const result = early.get(check.id) ?? (await startCheck(run, check, environment)).result
    results.push(result)
    run.options.onResult?.(result)
  }
  return results
}

function startCheck<Context>(
  { checks, expected, options }: Run<Context>,
  check: Check<Context>,
  environment: RunEnvironment<Context>,
): Promise<CheckRun> {
  options.onCheck?.({ id: check.id, number: checks.indexOf(check) + 1, total: checks.length })
  return runCheck(check, environment, expected.includes(check.id))
}
