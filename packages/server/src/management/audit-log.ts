import { constantTimeEqual } from '@oauthplus/core'

import type { AuditAction, AuditChange, AuditEntry } from '../store/audit-entry.js'
import type {
  ConsumerCredential,
  ConsumerRecord,
  ConsumerStatus,
} from '../store/consumer-record.js'
import type { ConsumerEvent } from '../settings/provider-event.js'
import type { Settings } from '../settings/settings.js'

/** The person who changes a consumer, and the reason: for its audit log. */
export interface ChangeContext {
  /** The id of the user who makes the change, 255 bytes at most (UTF-8). */
  readonly actorId?: string | undefined
  /** The reason. For a change of the status, it also becomes the consumer's `statusReason`. */
  readonly reason?: string | undefined
}

const ACTIONS: Readonly<Record<ConsumerRecord['status'], AuditAction>> = {
  pending: 'proposed',
  accepted: 'accepted',
  rejected: 'rejected',
  canceled: 'canceled',
}

/** A consumer before and after a change: a new one has no `before`, a removed one no `after`. */
type Change =
  | { readonly before?: ConsumerRecord; readonly after: ConsumerRecord }
  | { readonly before: ConsumerRecord; readonly after?: undefined }

// A removal comes after every change of the consumer.
const REMOVAL_REVISION = 9_999_999_999
const CREATED_DIGITS = 12
const REVISION_DIGITS = 10

/** Creates the entry of a change. */
export function createAuditEntry<User>(
  { nowSeconds, random }: Settings<User>,
  change: Change,
  { actorId, reason }: ChangeContext = {},
): AuditEntry {
  const { before, after } = change
  const { key, createdAtSeconds } = change.after ?? change.before
  // Not the time of the change: two can be made in one second, and the clocks of processes differ.
  const revision = after?.revision ?? REMOVAL_REVISION
  return {
    id: [pad(createdAtSeconds, CREATED_DIGITS), pad(revision, REVISION_DIGITS), random.key()].join(
      '-',
    ),
    consumerKey: key,
    atSeconds: nowSeconds(),
    actorId,
    action: getAction(before, after),
    reason,
    changes: before === undefined || after === undefined ? [] : listChanges(before, after),
  }
}

/**
 * Moves the creation of a new consumer behind that of the last consumer with the same key, so that the entries of
 * both are in order.
 */
export async function continueAuditLog<User>(
  { store }: Settings<User>,
  consumer: ConsumerRecord,
): Promise<ConsumerRecord> {
  const [latest] = await store.listAuditEntries(consumer.key, { limit: 1 })
  const earlierSeconds = Number(latest?.id.slice(0, CREATED_DIGITS))
  if (!(earlierSeconds >= consumer.createdAtSeconds)) return consumer
  return { ...consumer, createdAtSeconds: earlierSeconds + 1 }
}

/** Creates the event of a change from its entry in the audit log. */
export function createConsumerEvent(
  { action, actorId, reason, consumerKey }: AuditEntry,
  { ownerId }: ConsumerRecord,
  status: ConsumerStatus | undefined,
): ConsumerEvent {
  return { type: `consumer_${action}`, consumerKey, status, ownerId, actorId, reason }
}

function getAction(
  before: ConsumerRecord | undefined,
  after: ConsumerRecord | undefined,
): AuditAction {
  if (after === undefined) return 'removed'
  if (before === undefined) return after.status === 'pending' ? 'proposed' : 'registered'
  if (before.status !== after.status) return ACTIONS[after.status]
  const [oldCredential = '', newCredential = ''] = [before, after].map(getNewestCredential)
  return constantTimeEqual(oldCredential, newCredential) ? 'updated' : 'rotated'
}

function getNewestCredential({ secrets, publicKeys }: ConsumerRecord): string {
  return (secrets[0] ?? publicKeys[0])?.value ?? ''
}

function listChanges(before: ConsumerRecord, after: ConsumerRecord): readonly AuditChange[] {
  const [old, current] = [toLoggedFields(before), toLoggedFields(after)]
  return [...new Set([...Object.keys(old), ...Object.keys(current)])]
    .map((field) => ({
      field,
      before: toJson(old[field]),
      after: toJson(current[field]),
    }))
    .filter((change) => change.before !== change.after)
}

/** Returns the fields that a log may contain: of the secrets only until when each is valid. */
function toLoggedFields(consumer: ConsumerRecord): Readonly<Record<string, unknown>> {
  const { key, revision, createdAtSeconds, secrets, ...fields } = consumer
  return { ...fields, secrets: secrets.map(describeExpiry) }
}

function describeExpiry({ expiresAtSeconds }: ConsumerCredential): string {
  return expiresAtSeconds === undefined ? 'valid' : `valid until ${expiresAtSeconds}`
}

function toJson(value: unknown): string | undefined {
  return value === undefined ? undefined : JSON.stringify(value)
}

function pad(value: number, length: number): string {
  return String(value).padStart(length, '0')
}
