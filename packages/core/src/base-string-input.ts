import type { ParameterList } from './parameter-list.js'

/** What a signature covers. */
export interface BaseStringInput {
  /** The request method, in any case. */
  readonly method: string
  /** The absolute URL with its query. */
  readonly url: string
  /** The decoded parameters of the Authorization header (without its realm) and of a form body. */
  readonly parameters: ParameterList
}
