import type { ParameterList } from '@oauthplus/core'

import { createRedirect } from '../../authorization/create-page-response.js'
import { changeConsumer } from '../../management/change-consumer.js'
import type { ProviderResponse } from '../../response.js'
import type { ConsumerRecord } from '../../store/consumer-record.js'
import { createPortalError } from '../create-portal-error.js'
import { createViewUrl } from '../create-view-url.js'
import type { PortalContext } from '../portal-context.js'

/** A change that a reviewer has decided on. */
interface ReviewerChange {
  readonly key: string
  /** The form that was sent, with the revision that the reviewer has seen. */
  readonly form: ParameterList
  readonly reason?: string | undefined
  readonly change: (consumer: ConsumerRecord) => ConsumerRecord
}

/**
 * Changes an application as the reviewer has seen it, and responds with its page. Throws an `OAuthError` if
 * somebody else has changed it in the meantime: nothing is overwritten.
 */
export async function changeReviewed<User>(
  context: PortalContext<User>,
  { key, form, reason, change }: ReviewerChange,
): Promise<ProviderResponse> {
  const { settings, userId } = context
  const seen = form.find(([name]) => name === 'revision')?.[1]
  await changeConsumer(
    settings,
    key,
    (consumer) => {
      if (String(consumer.revision) !== seen) throw createPortalError('changedMeanwhile')
      return change(consumer)
    },
    { actorId: userId, reason },
  )
  return createRedirect(303, createViewUrl(context, { application: key }))
}

/**
 * Refuses a decision of reviewers about their own applications, which would need no second person. Throws an
 * `OAuthError`.
 */
export function assertOthers<User>(
  context: Pick<PortalContext<User>, 'portal' | 'userId'>,
  consumer: ConsumerRecord,
): void {
  if (!mayDecide(context, consumer)) throw createPortalError('ownApplication')
}

/** Returns whether the reviewer may accept an application and change what it is allowed to do. */
export function mayDecide<User>(
  { portal, userId }: Pick<PortalContext<User>, 'portal' | 'userId'>,
  { ownerId }: ConsumerRecord,
): boolean {
  return portal.allowSelfReview === true || ownerId !== userId
}
