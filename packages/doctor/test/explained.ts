import type { Diagnosis } from '../src/index.js'

/** Returns the ids of each explanation, joined, or the verdict if there are none. */
export function explained(diagnosis: Diagnosis): readonly string[] {
  return diagnosis.verdict === 'explained'
    ? diagnosis.explanations.map((departures) => departures.map(({ id }) => id).join(' + '))
    : [diagnosis.verdict]
}
