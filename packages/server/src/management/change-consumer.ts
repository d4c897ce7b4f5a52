import { OAuthError } from '@oauthplus/core'

import { createUnavailableError } from '../errors/unavailable-error.js'
import type { Settings } from '../settings/settings.js'
import type { ConsumerRecord } from '../store/consumer-record.js'
import { createAuditEntry, createConsumerEvent } from './audit-log.js'
import type { ChangeContext } from './audit-log.js'
import { isSameConsumer } from './ensure-consumer.js'

// Each is a moment in which somebody else changed the same consumer.
const MAX_CONFLICTS = 10

/**
 * Changes a consumer by compare-and-set, with an entry in its audit log. `changed` gets the current record,
 * again after a conflict, and may throw to refuse the change.
 */
export async function changeConsumer<User>(
  settings: Settings<User>,
  key: string,
  changed: (consumer: ConsumerRecord) => ConsumerRecord | Promise<ConsumerRecord>,
  context?: ChangeContext,
): Promise<ConsumerRecord> {
  const { store, emit } = settings
  for (let conflicts = 0; conflicts < MAX_CONFLICTS; conflicts++) {
    const current = await store.findConsumer(key)
    if (!current) throw createUnknownConsumerError()
    const wanted = await changed(current)
    // Another process may have made the same change; a write would be a conflict for the next one.
    if (isSameConsumer(wanted, current)) return current
    const consumer = { ...wanted, revision: current.revision + 1 }
    const entry = createAuditEntry(settings, { before: current, after: consumer }, context)
    const outcome = await store.replaceConsumer(consumer, entry)
    if (outcome === 'replaced') {
      emit(createConsumerEvent(entry, consumer, consumer.status))
      return consumer
    }
    if (outcome === 'absent') throw createUnknownConsumerError()
  }
  throw createUnavailableError()
}

function createUnknownConsumerError(): OAuthError {
  return new OAuthError('consumer_key_unknown', 'There is no consumer with this key.')
}
