import { createOptionCheck } from '@oauthplus/core/internal'
import type { OptionCheck } from '@oauthplus/core/internal'

/** Checks for an `AbortSignal`. */
export const isSignal: OptionCheck = createOptionCheck(
  'an AbortSignal',
  (value) => typeof value === 'object' && value !== null && 'aborted' in value,
)
