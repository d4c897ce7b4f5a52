import { createOptionCheck } from '@oauthplus/core/internal'
import type { OptionCheck } from '@oauthplus/core/internal'

/** A response of any `fetch` implementation. */
export const isResponse: OptionCheck = createOptionCheck(
  'a Response',
  (value) => typeof value === 'object' && value !== null && 'status' in value && 'headers' in value,
)
