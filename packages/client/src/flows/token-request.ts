import type { ParameterList } from '@oauthplus/core'

import type { Token } from '../token.js'

/**
 * A request for a token.
 *
 * @internal
 */
export interface TokenRequest {
  /** What is asked for, as an error names it. */
  readonly wanted: 'Request Token' | 'Access Token'
  /** The endpoint. */
  readonly url: string
  /** The token that is exchanged. */
  readonly token?: Token | undefined
  /** What goes along: `oauth_*` in the header, the rest as a form. */
  readonly parameters: ParameterList
  /** What no error may show, in addition to the secrets of Consumer and token. */
  readonly secrets?: readonly string[] | undefined
  /** Whether the response may repeat what the User typed, so that nothing of it is shown. */
  readonly confidential?: boolean | undefined
  /** Ends the request early. */
  readonly signal?: AbortSignal | undefined
}
