import { createOptionCheck } from '@oauthplus/core/internal'
import type { OptionCheck } from '@oauthplus/core/internal'

/**
 * The account ID as NetSuite shows it.
 *
 * @internal
 */
export const isNetsuiteAccountId: OptionCheck = /* @__PURE__ */ createOptionCheck(
  'letters, digits, hyphens and underscores, such as 1234567_SB1',
  (value) => typeof value === 'string' && /^[A-Za-z0-9_-]+$/.test(value),
)

/**
 * Returns the account ID as requests carry it: `1234567_SB1`, whether it was given in that form or as
 * in host names, `1234567-sb1`.
 *
 * @internal
 */
export function toNetsuiteAccountId(accountId: string): string {
  return accountId.toUpperCase().replaceAll('-', '_')
}
