import type { AuditEntry, AuditPageRequest } from '../store/audit-entry.js'

const MAX_ENTRIES_OF_CONSUMER = 1000

/** The audit logs of consumers. */
export interface AuditMemory {
  /** Adds an entry, if there is one. */
  add(entry: AuditEntry | undefined): void
  /** Lists the entries of a consumer, the newest first. */
  list(consumerKey: string, page: AuditPageRequest): readonly AuditEntry[]
}

/** Creates a memory for the audit logs of so many consumers; the log that is unchanged for longest is dropped. */
export function createAuditMemory(maxConsumers: number): AuditMemory {
  const logs = new Map<string, AuditEntry[]>()
  return {
    add(entry) {
      if (entry === undefined) return
      const { consumerKey } = entry
      const log = logs.get(consumerKey) ?? []
      logs.delete(consumerKey)
      logs.set(consumerKey, log)
      const [oldest] = logs.keys()
      if (logs.size > maxConsumers && oldest !== undefined) logs.delete(oldest)
      const changes = entry.changes.map((change) => Object.freeze({ ...change }))
      log.unshift(Object.freeze({ ...entry, changes: Object.freeze(changes) }))
      log.splice(MAX_ENTRIES_OF_CONSUMER)
    },
    list(consumerKey, { before, limit }) {
      return (logs.get(consumerKey) ?? [])
        .filter(({ id }) => before === undefined || id < before)
        .slice(0, limit)
    },
  }
}
