import { isAnything, isPairs } from '@oauthplus/core/internal'
import type { OptionCheck } from '@oauthplus/core/internal'

import { isSignal } from '../settings/waiting-checks.js'
import type { AuthorizeOptions } from './authorize.js'

/** The checks of the options with which a flow is started. */
export const AUTHORIZE_CHECKS: Readonly<Record<keyof AuthorizeOptions, OptionCheck>> = {
  parameters: isPairs,
  authorizeParameters: isPairs,
  state: isAnything,
  signal: isSignal,
}
