import type { Variables } from './layer-variables.js'

/** OAuth 1 settings as an export has them. */
export interface FoundSettings {
  /** The name of the collection, folder or request that has them. */
  readonly place: string
  /** The settings by their names in Postman. A value may refer to variables. */
  readonly values: ReadonlyMap<string, string>
  /** The variables that are known in that place. */
  readonly variables: Variables
}
