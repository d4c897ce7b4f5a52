import type { Departure } from './departure.js'

const MAX_EQUIVALENTS = 3

/** Names the first explanations by the identifiers of their departures. */
export function nameEquivalents(explanations: readonly (readonly Departure[])[]): string {
  const names = explanations
    .slice(0, MAX_EQUIVALENTS)
    .map((departures) => departures.map(({ id }) => id).join(' and '))
  return names.join(', ') + (explanations.length > MAX_EQUIVALENTS ? ', …' : '')
}
