import type { Settings } from '../settings/settings.js'
import { findProblem } from '../errors/find-problem.js'
import type { Call } from './call.js'
import { createNextRequest } from './create-next-request.js'
import { isBodiless } from './is-bodiless.js'
import { isExpiredProblem } from './is-expired-problem.js'
import { isRenewable, renewToken } from './renew-token.js'

/**
 * Creates the second request after a refusal whose cause has been fixed, or `undefined` after any
 * other refusal.
 *
 * @internal
 */
export async function createSecondAttempt(
  settings: Settings,
  call: Call,
  refused: {
    readonly request: Request
    readonly response: Response
    readonly offsetSeconds: number
  },
): Promise<Request | undefined> {
  if (!(await shouldSendAgain(settings, call, refused))) return undefined
  const { request } = refused
  const { init, repeatable } = call
  // The method and the body are preserved.
  return createNextRequest(new URL(request.url), { request, status: 307, init, repeatable })
}

async function shouldSendAgain(
  settings: Settings,
  call: Call,
  {
    request,
    ...refusal
  }: { readonly request: Request; readonly response: Response; readonly offsetSeconds: number },
): Promise<boolean> {
  const problem = await findProblem(refusal.response, refusal.response.clone())
  // A response that is not retried also corrects the clock, so that the next call does not fail for
  // the same reason.
  const hasChanged = settings.clock.correct(request.url, { ...refusal, problem })
  if (!call.repeatable.isRepeatable && !isBodiless(request)) return false
  if (hasChanged && !call.isCorrected) {
    call.isCorrected = true
    return true
  }
  const { token, signer } = call
  if (call.isRenewed || !isExpiredProblem(problem) || !isRenewable(signer, token)) return false
  call.isRenewed = true
  call.token = await renewToken(signer, token, call.signal)
  return true
}
