import type { KeyNames } from './key-names.js'
import type { RedisLink } from './redis-link.js'

/** The parts that all operations of a store share. */
export interface StoreParts {
  readonly link: RedisLink
  readonly names: KeyNames
}
