/** A change to a consumer. */
export type AuditAction =
  | 'registered'
  | 'proposed'
  | 'accepted'
  | 'rejected'
  | 'canceled'
  | 'updated'
  | 'rotated'
  | 'removed'

/** A field of a consumer that was changed. It never contains a secret. */
export interface AuditChange {
  /** The name of the field in the consumer's record. */
  readonly field: string
  /** The value before, as JSON; absent if there was none. */
  readonly before?: string | undefined
  /** The value after, as JSON; absent without one. */
  readonly after?: string | undefined
}

/** An entry in the audit log of a consumer. */
export interface AuditEntry {
  /** Its id: ASCII, unique, and in the order in which the entries of a consumer were written. */
  readonly id: string
  /** The key of the consumer. */
  readonly consumerKey: string
  /** When it was done, in seconds since 1970. */
  readonly atSeconds: number
  /** The id of the user who did it; absent if a program or the command line did. */
  readonly actorId?: string | undefined
  /** The change. */
  readonly action: AuditAction
  /** The reason that the user gave, such as for a rejection. */
  readonly reason?: string | undefined
  /** The fields that were changed. */
  readonly changes: readonly AuditChange[]
}

/** Which entries of an audit log are listed, the newest first. */
export interface AuditPageRequest {
  /** The id before which the page begins; absent for the newest entries. */
  readonly before?: string | undefined
  /** The maximum number of entries. */
  readonly limit: number
}
