import type { CannotBeJudged } from './cannot-be-judged.js'
import type { Check } from './check.js'
import type { Deviation } from './deviation.js'
import type { NotApplicable } from './not-applicable.js'

/** The outcome of a check: nothing, a deviation, or a reason not to judge. `Error` if it could not run. */
export type Outcome = Deviation | NotApplicable | CannotBeJudged | Error | undefined

/** Runs a check to its outcome. */
export async function runToOutcome<Context>(
  { run }: Check<Context>,
  context: Context,
): Promise<Outcome> {
  try {
    await run(context)
    return undefined
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error))
  }
}
