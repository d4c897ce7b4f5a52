import type { KnownDeparture } from './departure.js'
import { USUAL_KEY } from './signing-plan.js'

/** Signing according to RFC 5849. This is a departure only if the service has a dialect. */
export const DIALECT_DEPARTURE: KnownDeparture = {
  id: 'dialect-left-out',
  stage: 'base-string',
  title: 'The request was signed as RFC 5849 specifies, but the service uses its own dialect.',
  section: 'RFC 5849, section 3.4',
  libraries: [],
  remedy: 'Sign with the dialect that the service documents.',
  rarity: 1,
  apply: (plan) => [{ ...plan, baseString: undefined, key: { ...plan.key, ...USUAL_KEY } }],
}
