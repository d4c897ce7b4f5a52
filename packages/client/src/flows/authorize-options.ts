import type { ParameterList } from '@oauthplus/core'
import { isAnything, isPairs } from '@oauthplus/core/internal'
import type { OptionCheck } from '@oauthplus/core/internal'

import { isSignal } from '../settings/is-signal.js'

/** The options of a new flow. */
export interface AuthorizeOptions {
  /** Additional parameters for the request token request, such as `scope`. */
  readonly parameters?: ParameterList | undefined
  /** Additional parameters for the authorization page, such as Flickr's `perms`. */
  readonly authorizeParameters?: ParameterList | undefined
  /**
   * Data that the application gets back when the user returns. It must be JSON if the {@link
   * PendingStore} requires it. With `sealedPendingStore`, at most about 2,500 bytes fit into the
   * cookie; larger states throw a `TypeError`.
   */
  readonly state?: unknown
  /** Aborts the request. */
  readonly signal?: AbortSignal | undefined
}

/** Checks the options of a new flow. */
export const AUTHORIZE_CHECKS: Readonly<Record<keyof AuthorizeOptions, OptionCheck>> = {
  parameters: isPairs,
  authorizeParameters: isPairs,
  state: isAnything,
  signal: isSignal,
}
