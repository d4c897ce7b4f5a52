import { expecting } from '@oauthplus/core/internal'
import type { OptionCheck } from '@oauthplus/core/internal'

// As far as a timer of the platforms reaches.
const MAX_SECONDS = 2_147_483

/** A signal that ends something early. */
export const isSignal: OptionCheck = expecting(
  'an AbortSignal',
  (value) => typeof value === 'object' && value !== null && 'aborted' in value,
)

/** A number of seconds that a timer can wait. */
export const isTimeout: OptionCheck = expecting(
  `a number above 0, up to ${String(MAX_SECONDS)}`,
  (value) => typeof value === 'number' && value > 0 && value <= MAX_SECONDS,
)
