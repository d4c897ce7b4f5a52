import type { KnownDeparture } from './departure.js'
import { USUAL_KEY } from './signing-plan.js'

/** Signs as RFC 5849 says. A departure only if the service has a dialect. */
export const DIALECT_DEPARTURE: KnownDeparture = {
  id: 'dialect-left-out',
  stage: 'base-string',
  title: 'The request was signed as RFC 5849 says, but the service signs in a dialect of its own.',
  section: 'RFC 5849, section 3.4',
  libraries: [],
  remedy: 'Sign with the dialect that the service documents.',
  rarity: 1,
  apply: (plan) => [{ ...plan, baseString: undefined, key: { ...plan.key, ...USUAL_KEY } }],
}
