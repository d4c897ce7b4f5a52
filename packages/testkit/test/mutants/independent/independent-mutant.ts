/** A fault that was written from RFC 5849, an advisory or an issue tracker, without a look at the checks. */
export interface IndependentMutant<Fault> {
  /** Its behavior: it completes “a provider that …” or “a client that …”. */
  readonly title: string
  /** The section of RFC 5849, or the report that it was taken from. */
  readonly source: string
  readonly severity: 'critical' | 'high' | 'medium' | 'low'
  /** Why it is a fault and not a permitted behavior. */
  readonly why: string
  /** The check that is meant for it. */
  readonly check: string
  readonly fault: Fault
}
