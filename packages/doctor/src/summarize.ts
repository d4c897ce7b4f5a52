import type { Departure } from './departure.js'
import type { DiagnosisOutcome } from './diagnosis.js'
import { nameEquivalents } from './name-equivalents.js'

/** Describes the result in a few sentences. */
export function summarize(outcome: DiagnosisOutcome): string {
  switch (outcome.verdict) {
    case 'right':
      return ['The signature is right.', ...outcome.remarks].join(' ')
    case 'explained':
      return describeExplained(outcome.explanations)
    case 'unexplained':
      return describeUnexplained(outcome)
    case 'out-of-reach':
      return outcome.problem.advice ?? outcome.problem.code
  }
}

function describeExplained([
  first = [],
  ...equivalents
]: readonly (readonly Departure[])[]): string {
  return [
    ...first.map(({ title, remedy, section }) => `${title} ${remedy} (${section})`),
    ...(equivalents.length === 0
      ? []
      : [`For this request, this is equivalent to: ${nameEquivalents(equivalents)}.`]),
  ].join(' ')
}

function describeUnexplained(outcome: {
  readonly ruledOut: readonly Departure[]
  readonly pairs: number
  readonly isCutShort: boolean
  readonly remarks: readonly string[]
}): string {
  const { ruledOut, pairs, isCutShort, remarks } = outcome
  if (ruledOut.length === 0 && remarks.length > 0) return remarks.join(' ')
  const tried = `${ruledOut.length} known departures, and ${pairs} pairs of them, were ruled out`
  return [
    `No known cause explains the signature: ${tried}${isCutShort ? ' before the budget was exhausted' : ''}.`,
    ...remarks,
    'Check that the secret is correct, and that the request is exactly as it was sent.',
  ].join(' ')
}
