import type { PostgresLink } from './postgres-link.js'
import type { TableNames } from './table-names.js'

/** What the operations of a store are made of. */
export interface StoreParts {
  readonly link: PostgresLink
  readonly names: TableNames
}
