import type { ParameterList } from '@oauthplus/core'
import { isAnything, isPairs } from '@oauthplus/core/internal'
import type { OptionCheck } from '@oauthplus/core/internal'

import { isSignal } from '../settings/is-signal.js'

/** What a flow is started with. */
export interface AuthorizeOptions {
  /** Parameters of the request for the Request Token, such as `scope`. */
  readonly parameters?: ParameterList | undefined
  /** Parameters of the page on which the User decides, such as Flickr's `perms`. */
  readonly authorizeParameters?: ParameterList | undefined
  /**
   * What the application wants back when the User returns. JSON if the {@link PendingStore}
   * needs it; with `sealedPendingStore` about 2,500 bytes of it, which is what fits into a cookie
   * (`TypeError` above).
   */
  readonly state?: unknown
  /** Ends the request early. */
  readonly signal?: AbortSignal | undefined
}

/** The checks of the options with which a flow is started. */
export const AUTHORIZE_CHECKS: Readonly<Record<keyof AuthorizeOptions, OptionCheck>> = {
  parameters: isPairs,
  authorizeParameters: isPairs,
  state: isAnything,
  signal: isSignal,
}
