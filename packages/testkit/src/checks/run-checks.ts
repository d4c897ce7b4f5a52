import type { Mask } from '../report/mask.js'
import { CannotBeJudged } from './cannot-be-judged.js'
import { getDeviationStatus } from './check.js'
import type { Check, CheckInfo, Status } from './check.js'
import { Deviation } from './deviation.js'
import { NotApplicable } from './not-applicable.js'
import { runToOutcome } from './outcome.js'
import type { Outcome } from './outcome.js'
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
  /**
   * Looks for another cause of an outcome, and may run the check again. Rejects if the implementation is gone, which
   * ends the run.
   */
  readonly findCause?: ((outcome: Outcome, check: Check<Context>) => Promise<Outcome>) | undefined
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
  const { run: _run, isControl: _isControl, ...info } = check
  const { recorder, mask, features, context, findCause } = environment
  const missing = (check.needs ?? []).find((feature) => !features.has(feature))
  const startedAt = performance.now()
  recorder.take()
  let outcome: Outcome =
    missing === undefined
      ? await runToOutcome(check, context)
      : new NotApplicable(`the configuration does not declare ${missing}`)
  if (outcome !== undefined) outcome = (await findCause?.(outcome, check)) ?? outcome
  const exchanges = recorder.take()
  exchanges.forEach(mask.learn)
  const { status, expected, found } = judgeOutcome(outcome, check)
  const isDeviation = expected !== undefined
  return {
    ...info,
    status,
    isExpected,
    expected: expected && mask.apply(expected),
    found: found && mask.apply(found),
    exchanges: isDeviation
      ? exchanges.slice(-MAX_EXCHANGES).map((exchange) => maskExchange(exchange, mask))
      : [],
    durationSeconds: missing === undefined ? Math.round(performance.now() - startedAt) / 1000 : 0,
  }
}

function judgeOutcome(
  outcome: Outcome,
  info: CheckInfo,
): { readonly status: Status; readonly expected?: string; readonly found?: string } {
  if (outcome === undefined) return { status: 'passed' }
  if (outcome instanceof NotApplicable) return { status: 'not applicable', found: outcome.message }
  if (outcome instanceof CannotBeJudged)
    return { status: 'cannot be judged', found: outcome.message }
  if (outcome instanceof Deviation) {
    const { expected, found } = outcome
    return { status: getDeviationStatus(info), expected, found }
  }
  return { status: 'failed', expected: 'the check to run', found: outcome.message }
}

function maskExchange({ request, response }: ReportedExchange, mask: Mask): ReportedExchange {
  return { request: shorten(mask.apply(request)), response: shorten(mask.apply(response)) }
}

function shorten(string: string): string {
  return string.length <= MAX_CHARACTERS ? string : `${string.slice(0, MAX_CHARACTERS)}\n…`
}
