import type { ConsumerDetails } from '../../consumer/consumer-details.js'
import type { ConsumerRecord } from '../../store/consumer-record.js'
import type { PortalContext } from '../portal-context.js'
import { findResemblingNames } from './find-resembling-names.js'

const PAGE_SIZE = 1000
const MAX_PAGES = 10

/** The applications of others whose names an application resembles. */
export interface ResemblingApplications {
  readonly consumers: readonly ConsumerDetails[]
  /** Whether the application was compared with all others: there may be too many. */
  readonly isComplete: boolean
}

/** Lists the applications of others that were not rejected and whose names an application resembles. */
export async function listResembling<User>(
  { consumers }: PortalContext<User>,
  { key, name, ownerId }: ConsumerRecord,
): Promise<ResemblingApplications> {
  const found: ConsumerDetails[] = []
  let after: string | undefined
  for (let page = 0; page < MAX_PAGES; page++) {
    const listed = await consumers.list({ after, limit: PAGE_SIZE })
    const others = listed.consumers.filter(
      (other) =>
        other.key !== key &&
        other.status !== 'rejected' &&
        (ownerId === undefined || other.ownerId !== ownerId),
    )
    found.push(...findResemblingNames(name, others))
    after = listed.next
    if (after === undefined) return { consumers: found, isComplete: true }
  }
  return { consumers: found, isComplete: false }
}
