import type { ParametersInput } from './pairs-input.js'
import type { ParameterList } from './parameter-list.js'
import type { UrlInput } from './url-input.js'

/** What `signatureBaseString` makes a base string of. */
export interface BaseStringRequest {
  /** The request method, in any case. */
  readonly method: string
  /** The absolute URL with its query. */
  readonly url: UrlInput
  /** The decoded parameters of the Authorization header (without its realm) and of a form body. */
  readonly parameters: ParametersInput
}

/** What a signature covers, as a `Dialect` gets it. */
export interface BaseStringInput extends BaseStringRequest {
  /** The absolute URL with its query. */
  readonly url: string
  /** The decoded parameters of the Authorization header (without its realm) and of a form body. */
  readonly parameters: ParameterList
}
