import { readOptional } from '../../authorization/visitor-request.js'
import type { ConsumerRecord } from '../../store/consumer-record.js'
import { createPortalError } from '../create-portal-error.js'
import type { PortalContext } from '../portal-context.js'

/** Finds the application that the query names. Throws an `OAuthError` if there is none. */
export async function findReviewed<User>({
  settings,
  request,
}: PortalContext<User>): Promise<ConsumerRecord> {
  const key = readOptional(request.query, 'application') ?? ''
  const consumer = key === '' ? undefined : await settings.store.findConsumer(key)
  if (consumer === undefined) throw createPortalError('notFound')
  return consumer
}
