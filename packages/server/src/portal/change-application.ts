import { changeConsumer } from '../management/change-consumer.js'
import type { ConsumerRecord } from '../store/consumer-record.js'
import { createPortalError } from './create-portal-error.js'
import type { PortalContext } from './portal-context.js'

/** Which application is changed: the one that the form showed, or none. */
export interface ApplicationChange {
  readonly key: string
  /** The revision that the form carries. */
  readonly revision: string
  readonly reason?: string | undefined
}

/**
 * Changes an application in the name of the user. Throws an `OAuthError` if it was changed since the form was
 * shown, so that nobody overwrites what they have not seen.
 */
export async function changeApplication<User>(
  { settings, userId }: PortalContext<User>,
  { key, revision, reason }: ApplicationChange,
  changed: (consumer: ConsumerRecord) => ConsumerRecord | Promise<ConsumerRecord>,
): Promise<ConsumerRecord> {
  return changeConsumer(
    settings,
    key,
    (current) => {
      if (String(current.revision) !== revision) throw createPortalError('changedMeanwhile')
      return changed(current)
    },
    { actorId: userId, reason },
  )
}
