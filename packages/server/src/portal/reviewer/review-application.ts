import { isDeeplyStorable } from '../../store/storable.js'
import type { ProviderResponse } from '../../response.js'
import { readField } from '../developer/application-fields.js'
import { createPortalError } from '../create-portal-error.js'
import type { PortalContext, PortalView } from '../portal-context.js'
import { readPortalForm } from '../portal-form.js'
import { assertOthers, changeReviewed } from './change-reviewed.js'
import { DECIDED_STATUS } from './decision.js'
import type { Decision } from './decision.js'
import { findReviewed } from './find-reviewed.js'
import { showReviewed } from './show-reviewed.js'

const MAX_REASON_LENGTH = 2000

/** Shows an application to a reviewer, with the decisions that can be made. */
export async function reviewApplication<User>(
  context: PortalContext<User>,
): Promise<ProviderResponse> {
  if (context.request.method === 'POST') throw createPortalError('notFound')
  return showReviewed(context, await findReviewed(context))
}

/** Creates the view that carries out a decision, which a form of the application's page has sent. */
export function createDecisionView(decision: Decision): PortalView {
  return async (context) => {
    const consumer = await findReviewed(context)
    if (context.request.method !== 'POST') return showReviewed(context, consumer)
    const { key } = consumer
    const form = await readPortalForm(context, { name: decision, target: key })
    if (decision === 'accept') assertOthers(context, consumer)
    const reason = readField(form, 'reason').trim()
    const problem = findReasonProblem(context, decision, reason)
    if (problem !== undefined) {
      return showReviewed(context, consumer, { decision, reason, problem })
    }
    const statusReason = reason === '' ? undefined : reason
    return changeReviewed(context, {
      key,
      form,
      reason: statusReason,
      change: (current) => ({ ...current, status: DECIDED_STATUS[decision], statusReason }),
    })
  }
}

function findReasonProblem<User>(
  { words }: PortalContext<User>,
  decision: Decision,
  reason: string,
): string | undefined {
  if (decision === 'reject' && reason === '') return words.problemMissing
  if (reason.length > MAX_REASON_LENGTH) return words.problemTooLong
  return isDeeplyStorable(reason) ? undefined : words.problemInvisible
}
