import { readSingle } from '../../authorization/visitor-request.js'
import type { ConsumerRecord } from '../../store/consumer-record.js'
import { createPortalError } from '../create-portal-error.js'
import type { PortalContext } from '../portal-context.js'

/**
 * Loads the application that the query names. One of another developer gives the same response as one that
 * does not exist.
 */
export async function loadOwnConsumer<User>({
  settings,
  request,
  userId,
}: PortalContext<User>): Promise<ConsumerRecord> {
  const consumer = await settings.store.findConsumer(readSingle(request.query, 'application'))
  if (consumer?.ownerId !== userId) throw createPortalError('notFound')
  return consumer
}
