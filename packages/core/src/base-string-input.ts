import type { ParametersInput } from './pairs-input.js'
import type { ParameterList } from './parameter-list.js'
import type { UrlInput } from './url-input.js'

/** The parts of a request that `signatureBaseString` uses. */
export interface BaseStringRequest {
  /** The request method, in any case. */
  readonly method: string
  /** The absolute URL with its query. */
  readonly url: UrlInput
  /** The decoded parameters of the Authorization header (without its realm) and of a form body. */
  readonly parameters: ParametersInput
}

/** The parts of a request that a signature covers, as a `Dialect` receives them. */
export interface BaseStringInput extends BaseStringRequest {
  /** The absolute URL with its query. */
  readonly url: string
  /** The decoded parameters of the Authorization header (without its realm) and of a form body. */
  readonly parameters: ParameterList
}
