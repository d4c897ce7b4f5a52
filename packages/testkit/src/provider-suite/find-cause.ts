import { CannotBeJudged } from '../checks/cannot-be-judged.js'
import type { Check } from '../checks/check.js'
import { NotApplicable } from '../checks/not-applicable.js'
import { runToOutcome } from '../checks/outcome.js'
import type { Outcome } from '../checks/outcome.js'
import type { Recorder } from '../checks/recorder.js'
import type { ProviderContext } from './provider-context.js'
import { UnexpectedRefusal } from './unexpected-refusal.js'
import { waitForRateLimit } from './wait-for-rate-limit.js'
import { waitForProvider } from './wait-for-provider.js'

const MAX_WAITS = 5

/**
 * Looks for another cause of an outcome, by plain correct requests. If the access token was lost, the check runs again
 * with a new one. If a plain request is refused as well, the check cannot be judged. After
 * a 429 it waits, and the check runs again.
 *
 * @throws `Error` if the provider does not respond any more.
 */
export async function findCause(
  first: Outcome,
  check: Check<ProviderContext>,
  { context, recorder }: { readonly context: ProviderContext; readonly recorder: Recorder },
): Promise<Outcome> {
  let outcome = first
  for (let wait = 0; wait < MAX_WAITS && mayBeLimited(outcome); wait++) {
    const limited = recorder.take()
    if (!(await waitForRateLimit(limited))) {
      for (const exchange of limited) recorder.add(exchange)
      break
    }
    outcome = await runToOutcome(check, context)
  }
  const exchanges = recorder.take()
  if (exchanges.some(({ response }) => response.startsWith('No response:')))
    await waitForProvider(context, check.id)
  const cause = await findOtherCause(outcome, check, context)
  recorder.take().forEach(context.mask.learn)
  if (cause === 'lost token') {
    const again = await runToOutcome(check, context)
    const isLostAgain = (await findOtherCause(again, check, context)) === 'lost token'
    return isLostAgain
      ? new CannotBeJudged('the provider revokes the access token during the check')
      : again
  }
  for (const exchange of exchanges) recorder.add(exchange)
  return cause ?? outcome
}

function mayBeLimited(outcome: Outcome): boolean {
  return outcome !== undefined && !(outcome instanceof NotApplicable)
}

async function findOtherCause(
  outcome: Outcome,
  { isControl }: Check<ProviderContext>,
  context: ProviderContext,
): Promise<CannotBeJudged | 'lost token' | undefined> {
  if (isControl === true || !(outcome instanceof UnexpectedRefusal)) return undefined
  const sender = context.getSender(outcome.exchange)
  if (sender === undefined) return undefined
  try {
    if (sender.endpoint === 'request-token') await context.createRequestToken()
    if (sender.endpoint === 'access-token') await context.createToken()
    if (!sender.isShared) return undefined
    const { key } = await context.getToken(sender.consumer)
    return key === sender.token?.key ? undefined : 'lost token'
  } catch (error) {
    if (error instanceof CannotBeJudged) return error
    throw error
  }
}
