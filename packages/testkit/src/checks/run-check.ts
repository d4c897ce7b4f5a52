import type { Mask } from '../report/mask.js'
import { truncateString } from '../report/truncate-string.js'
import { CannotBeJudged } from './cannot-be-judged.js'
import { getDeviationStatus } from './check.js'
import type { Check, CheckInfo, Status } from './check.js'
import { Deviation } from './deviation.js'
import { NotApplicable } from './not-applicable.js'
import { runToOutcome } from './outcome.js'
import type { Outcome } from './outcome.js'
import type { Recorder } from './recorder.js'
import type { CheckResult, ReportedExchange } from './report.js'

/** The environment of a run. */
export interface RunEnvironment<Context> {
  readonly suite: string
  readonly subject: string
  /** The configuration, as names and values, without secrets. */
  readonly configuration?: readonly (readonly [name: string, value: string])[] | undefined
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

/** The result of a check, and its exchanges as they were sent. */
export interface CheckRun {
  readonly result: CheckResult
  readonly exchanges: readonly ReportedExchange[]
}

const MAX_EXCHANGES = 6
const MAX_CHARACTERS = 4000

/** Runs a check. */
export function runCheck<Context>(
  check: Check<Context>,
  environment: RunEnvironment<Context>,
  isExpected: boolean,
): Promise<CheckRun> {
  return environment.recorder.run(() => runRecorded(check, environment, isExpected))
}

async function runRecorded<Context>(
  check: Check<Context>,
  environment: RunEnvironment<Context>,
  isExpected: boolean,
): Promise<CheckRun> {
  const { run: _run, isControl: _isControl, runsAlone: _runsAlone, ...info } = check
  const { recorder, mask, features, context, findCause } = environment
  const missing = (check.needs ?? []).find((feature) => !features.has(feature))
  const startedAt = performance.now()
  let outcome: Outcome =
    missing === undefined
      ? await runToOutcome(check, context)
      : new NotApplicable(`the configuration does not declare ${missing}`)
  if (outcome !== undefined && findCause !== undefined) outcome = await findCause(outcome, check)
  const exchanges = recorder.take()
  exchanges.forEach(mask.learn)
  const { status, expected, found } = judgeOutcome(outcome, check)
  const isDeviation = expected !== undefined
  const result: CheckResult = {
    ...info,
    status,
    isExpected,
    expected: expected && maskValue(expected, mask),
    found: found && maskValue(found, mask),
    exchanges: isDeviation
      ? exchanges.slice(-MAX_EXCHANGES).map((exchange) => maskExchange(exchange, mask))
      : [],
    durationSeconds: missing === undefined ? Math.round(performance.now() - startedAt) / 1000 : 0,
  }
  return { result, exchanges }
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

/** Masks a value. To look for secrets in a long one takes time, so it is truncated first. */
function maskValue(value: string, mask: Mask): string {
  return shorten(mask.apply(truncateString(value, 4 * MAX_CHARACTERS)))
}

function shorten(string: string): string {
  return string.length <= MAX_CHARACTERS ? string : `${string.slice(0, MAX_CHARACTERS)}\n…`
}
