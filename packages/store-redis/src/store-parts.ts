import type { KeyNames } from './key-names.js'
import type { RedisLink } from './redis-link.js'

/** What every part of a store works with. */
export interface StoreParts {
  readonly link: RedisLink
  readonly names: KeyNames
}
