import type { PostgresLink } from './postgres-link.js'
import type { TableNames } from './table-names.js'

/** The parts that the operations of a store share. */
export interface StoreParts {
  readonly link: PostgresLink
  readonly names: TableNames
}
