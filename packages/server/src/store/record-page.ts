import { isInteger, isOneOf, optionChecks } from '@oauthplus/core/internal'
import type { OptionCheck, OptionChecks } from '@oauthplus/core/internal'

import { isStorableString } from './storable.js'
import type { AuditPageRequest } from './audit-entry.js'
import type { AccessTokenFilter, ConsumerPageRequest } from './store.js'

/** How many records a page contains by default. */
export const DEFAULT_LIMIT = 100
const MAX_LIMIT = 1000

const PAGE: Readonly<Record<'after' | 'limit', OptionCheck>> = {
  after: isStorableString,
  limit: isInteger(1, MAX_LIMIT),
}

/** The options of a list of consumers. */
export const CONSUMER_PAGE_OPTIONS: OptionChecks = optionChecks<Partial<ConsumerPageRequest>>({
  required: {},
  optional: {
    ...PAGE,
    ownerId: isStorableString,
    status: isOneOf('pending', 'accepted', 'rejected', 'canceled'),
  },
})

/** The options of a list of entries of an audit log. */
export const AUDIT_PAGE_OPTIONS: OptionChecks = optionChecks<Partial<AuditPageRequest>>({
  required: {},
  optional: { before: isStorableString, limit: isInteger(1, MAX_LIMIT) },
})

/** The options of a list of tokens. */
export const TOKEN_PAGE_OPTIONS: OptionChecks = optionChecks<
  AccessTokenFilter & { after?: string; limit?: number }
>({
  required: {},
  optional: { ...PAGE, consumerKey: isStorableString, userId: isStorableString },
})

/** Creates a page of records of which one more than fit was asked for, to know whether there is one. */
export function createPage<Found extends { readonly key: string }>(
  found: readonly Found[],
  limit: number,
): { readonly records: readonly Found[]; readonly next: string | undefined } {
  const records = found.slice(0, limit)
  return { records, next: found.length > limit ? records.at(-1)?.key : undefined }
}
