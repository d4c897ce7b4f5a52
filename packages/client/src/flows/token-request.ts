import type { ParameterList } from '@oauthplus/core'

import type { Token } from '../token.js'

/**
 * A request for a token.
 *
 * @internal
 */
export interface TokenRequest {
  /** The kind of token, as errors name it. */
  readonly wanted: 'request token' | 'access token'
  /** The endpoint. */
  readonly url: string
  /** The token that is exchanged. */
  readonly token?: Token | undefined
  /** Additional parameters: `oauth_*` go to the header, the others to the form. */
  readonly parameters: ParameterList
  /** Strings that errors must not contain, in addition to the secrets of consumer and token. */
  readonly secrets?: readonly string[] | undefined
  /** Whether the response may repeat the user's input, in which case errors show none of it. */
  readonly confidential?: boolean | undefined
  /** Aborts the request. */
  readonly signal?: AbortSignal | undefined
}
