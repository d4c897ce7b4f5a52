import type { Variables } from './layer-variables.js'

/** OAuth 1 settings in an export. */
export interface FoundSettings {
  /** The name of the collection, folder or request that contains them. */
  readonly place: string
  /** The settings by their Postman names. Values may contain variables. */
  readonly values: ReadonlyMap<string, string>
  /** The variables that are visible there. */
  readonly variables: Variables
}
