import type { Mask } from '../report/mask.js'
import { getDeviationStatus } from './check.js'
import type { Check } from './check.js'
import { Deviation } from './deviation.js'
import { NotApplicable } from './not-applicable.js'
import type { Recorder } from './recorder.js'
import { createReport } from './report.js'
import type { CheckResult, Report, ReportedExchange } from './report.js'

/** The options of a run. */
export interface RunOptions {
  /** The name of what is tested, for the report. */
  readonly subject?: string | undefined
  /** The checks to run: ids, or prefixes of ids (`verify.`). All by default. */
  readonly only?: readonly string[] | undefined
  /** The ids of checks that are known to fail. If one passes, the run fails and reports it. */
  readonly expectedFailures?: readonly string[] | undefined
  /** Called when a check starts, with its number (from 1) and the total. */
  readonly onCheck?:
    | ((check: { readonly id: string; readonly number: number; readonly total: number }) => void)
    | undefined
  /** Called with the result when a check ends. */
  readonly onResult?: ((result: CheckResult) => void) | undefined
}

/** The options of a run that drives a program. */
export interface ProgramRunOptions extends RunOptions {
  /** The time limit of the program for one task. 15 seconds by default. */
  readonly timeoutSeconds?: number | undefined
}

/** The environment of a run. */
export interface RunEnvironment<Context> {
  readonly suite: string
  readonly subject: string
  readonly context: Context
  readonly recorder: Recorder
  readonly mask: Mask
  /** The features that the configuration declares. */
  readonly features: ReadonlySet<string>
  /** Replaces what earlier checks lost. Resolves with whether it replaced anything, so that the check runs again. */
  readonly recover?: (() => Promise<boolean>) | undefined
}

const MAX_EXCHANGES = 6
const MAX_CHARACTERS = 4000

/** Runs checks one after another. A failure does not stop the run. */
export async function runChecks<Context>(
  checks: readonly Check<Context>[],
  environment: RunEnvironment<Context>,
  options: RunOptions,
): Promise<Report> {
  const { only, expectedFailures = [], onCheck, onResult } = options
  const chosen = checks.filter(({ id }) => only?.some((prefix) => isChosen(id, prefix)) ?? true)
  const unknown = only?.find((prefix) => !chosen.some(({ id }) => isChosen(id, prefix)))
  if (unknown !== undefined) throw new TypeError(`Unknown check: ${unknown}.`)
  const ids = new Set(chosen.map(({ id }) => id))
  const expected = expectedFailures.filter((id) => only === undefined || ids.has(id))
  const results: CheckResult[] = []
  for (const [index, check] of chosen.entries()) {
    onCheck?.({ id: check.id, number: index + 1, total: chosen.length })
    const result = await runCheck(check, environment, expected.includes(check.id))
    results.push(result)
    onResult?.(result)
  }
  const subject = environment.mask.apply(options.subject ?? environment.subject)
  return createReport({ suite: environment.suite, subject }, results, expected)
}

/** Reports whether a prefix is the id of a check or its first parts. */
function isChosen(id: string, prefix: string): boolean {
  return (
    id === prefix || (/[.-]$/.test(prefix) && id.startsWith(prefix)) || id.startsWith(`${prefix}.`)
  )
}

async function runCheck<Context>(
  check: Check<Context>,
  environment: RunEnvironment<Context>,
  isExpected: boolean,
): Promise<CheckResult> {
  const { run, ...info } = check
  const { recorder, mask, features, context } = environment
  const startedAt = performance.now()
  const missing = (check.needs ?? []).find((feature) => !features.has(feature))
  const createSkipped = (reason: string): CheckResult => ({
    ...info,
    status: 'not applicable',
    isExpected,
    found: reason,
    exchanges: [],
    durationSeconds: 0,
  })
  if (missing !== undefined) {
    return createSkipped(`the configuration does not declare ${missing}`)
  }
  recorder.take()
  let outcome = await runToOutcome(() => run(context))
  let exchanges = recorder.take()
  exchanges.forEach(mask.learn)
  if (outcome !== undefined && !(outcome instanceof NotApplicable)) {
    const hasRecovered = (await environment.recover?.()) ?? false
    recorder.take().forEach(mask.learn)
    if (hasRecovered) {
      outcome = await runToOutcome(() => run(context))
      exchanges = recorder.take()
      exchanges.forEach(mask.learn)
    }
  }
  if (outcome instanceof NotApplicable) return createSkipped(mask.apply(outcome.message))
  return {
    ...info,
    // A prerequisite that is missing is a failure, never a silent skip.
    status:
      outcome === undefined ? 'passed' : outcome.isBroken ? 'failed' : getDeviationStatus(check),
    isExpected,
    expected: outcome && mask.apply(outcome.expected),
    found: outcome && mask.apply(outcome.found),
    exchanges:
      outcome === undefined
        ? []
        : exchanges.slice(-MAX_EXCHANGES).map((exchange) => maskExchange(exchange, mask)),
    durationSeconds: Math.round(performance.now() - startedAt) / 1000,
  }
}

interface Outcome {
  readonly expected: string
  readonly found: string
  /** Whether the check could not run. */
  readonly isBroken: boolean
}

async function runToOutcome(
  run: () => Promise<void>,
): Promise<Outcome | NotApplicable | undefined> {
  try {
    await run()
    return undefined
  } catch (error) {
    if (error instanceof Deviation) {
      return { expected: error.expected, found: error.found, isBroken: false }
    }
    if (error instanceof NotApplicable) return error
    const found = error instanceof Error ? error.message : String(error)
    return { expected: 'the check to run', found, isBroken: true }
  }
}

function maskExchange({ request, response }: ReportedExchange, mask: Mask): ReportedExchange {
  return { request: shorten(mask.apply(request)), response: shorten(mask.apply(response)) }
}

function shorten(string: string): string {
  return string.length <= MAX_CHARACTERS ? string : `${string.slice(0, MAX_CHARACTERS)}\n…`
}
