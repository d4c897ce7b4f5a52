import { createOptionCheck } from '@oauthplus/core/internal'
import type { OptionCheck } from '@oauthplus/core/internal'

/**
 * Checks an account ID as NetSuite shows it.
 *
 * @internal
 */
export const isNetsuiteAccountId: OptionCheck = /* @__PURE__ */ createOptionCheck(
  'letters, digits, hyphens and underscores, such as 1234567_SB1',
  (value) => typeof value === 'string' && /^[A-Za-z0-9_-]+$/.test(value),
)

/**
 * Converts an account ID to the form used in requests, `1234567_SB1`. Accepts that form and the
 * form used in host names, `1234567-sb1`.
 *
 * @internal
 */
export function toNetsuiteAccountId(accountId: string): string {
  return accountId.toUpperCase().replaceAll('-', '_')
}
