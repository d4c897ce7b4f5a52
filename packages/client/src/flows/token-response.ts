import type { ParameterList } from '@oauthplus/core'

import type { Token } from '../token.js'

/** A token as a Provider gives it. */
export interface TokenResponse {
  /** The token and its secret. */
  readonly token: Token
  /** What the answer holds beside the token, such as `user_id`. */
  readonly parameters: ParameterList
}
