import type { ParameterList } from '@oauthplus/core'

import type { Token } from '../token.js'
import type { ExtraParameters } from './extra-parameters.js'

/** The response to a token request. */
export interface TokenResponse {
  /** The token and its secret. */
  readonly token: Token
  /** The other parameters of the response, in order. */
  readonly parameters: ParameterList
  /** The other parameters by name, such as `extra.user_id` and `extra.screen_name`. */
  readonly extra: ExtraParameters
}
