import { expecting } from '@oauthplus/core/internal'
import type { OptionCheck } from '@oauthplus/core/internal'

/** A response of any `fetch`. */
export const isResponse: OptionCheck = expecting(
  'a Response',
  (value) => typeof value === 'object' && value !== null && 'status' in value && 'headers' in value,
)
