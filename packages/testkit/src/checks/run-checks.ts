import type { Mask } from '../report/mask.js'
import { getDeviationStatus } from './check.js'
import type { Check } from './check.js'
import { Deviation } from './deviation.js'
import type { Recorder } from './recorder.js'
import { createReport } from './report.js'
import type { CheckResult, Report, ReportedExchange } from './report.js'

/** How a run is to go. */
export interface RunOptions {
  /** What is tested, for the report. */
  readonly subject?: string | undefined
  /** The checks to run: ids, or beginnings of ids (`verify.`). All by default. */
  readonly only?: readonly string[] | undefined
  /** The ids of checks that are known to fail; one that passes is reported, and fails the run. */
  readonly expectedFailures?: readonly string[] | undefined
  /** Is told of each check as it begins: the how manieth it is, and of how many. */
  readonly onCheck?:
    | ((check: { readonly id: string; readonly number: number; readonly total: number }) => void)
    | undefined
  /** Is told of each check as it ends. */
  readonly onResult?: ((result: CheckResult) => void) | undefined
}

/** How a run is to go that a program has a part in. */
export interface ProgramRunOptions extends RunOptions {
  /** How long the program may take for an answer: 15 seconds by default. */
  readonly timeoutSeconds?: number | undefined
}

/** What checks run in. */
export interface RunEnvironment<Context> {
  readonly suite: string
  readonly subject: string
  readonly context: Context
  readonly recorder: Recorder
  readonly mask: Mask
  /** What the configuration declares, of what checks may need. */
  readonly features: ReadonlySet<string>
}

const MAX_EXCHANGES = 6
const MAX_CHARACTERS = 4000

/** Runs checks one after another, and never stops at a failure. */
export async function runChecks<Context>(
  checks: readonly Check<Context>[],
  environment: RunEnvironment<Context>,
  options: RunOptions,
): Promise<Report> {
  const { only, expectedFailures = [], onCheck, onResult } = options
  const chosen = checks.filter(({ id }) => only?.some((prefix) => isChosen(id, prefix)) ?? true)
  const unknown = only?.find((prefix) => !chosen.some(({ id }) => isChosen(id, prefix)))
  if (unknown !== undefined) throw new TypeError(`No check is called ${unknown}.`)
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

/** Tells whether what was asked for is this check: its id, or what its id begins with. */
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
  if (missing !== undefined) {
    return {
      ...info,
      status: 'not applicable',
      isExpected,
      found: `the configuration declares no ${missing}`,
      exchanges: [],
      durationSeconds: 0,
    }
  }
  recorder.take()
  const outcome = await runToOutcome(() => run(context))
  const exchanges = recorder.take()
  exchanges.forEach(mask.learn)
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
  /** Whether the check could not be done at all. */
  readonly isBroken: boolean
}

async function runToOutcome(run: () => Promise<void>): Promise<Outcome | undefined> {
  try {
    await run()
    return undefined
  } catch (error) {
    if (error instanceof Deviation) {
      return { expected: error.expected, found: error.found, isBroken: false }
    }
    const found = error instanceof Error ? error.message : String(error)
    return { expected: 'that the check can be done', found, isBroken: true }
  }
}

function maskExchange({ request, response }: ReportedExchange, mask: Mask): ReportedExchange {
  return { request: shorten(mask.apply(request)), response: shorten(mask.apply(response)) }
}

function shorten(string: string): string {
  return string.length <= MAX_CHARACTERS ? string : `${string.slice(0, MAX_CHARACTERS)}\n…`
}
