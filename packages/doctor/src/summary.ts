import type { Departure } from './departure.js'
import type { DiagnosisOutcome } from './diagnosis.js'

const MOST_TWINS = 3

/** Says in a few sentences what was found. */
export function summaryOf(outcome: DiagnosisOutcome): string {
  switch (outcome.verdict) {
    case 'right':
      return ['The signature is right.', ...outcome.remarks].join(' ')
    case 'explained':
      return explained(outcome.explanations)
    case 'unexplained':
      return unexplained(outcome)
    case 'out-of-reach':
      return outcome.problem.advice ?? outcome.problem.code
  }
}

function explained([first = [], ...twins]: readonly (readonly Departure[])[]): string {
  const others = twins.slice(0, MOST_TWINS).map((twin) => twin.map(({ id }) => id).join(' and '))
  const more = twins.length > MOST_TWINS ? ', …' : ''
  return [
    ...first.map(({ title, remedy, section }) => `${title} ${remedy} (${section})`),
    ...(others.length === 0
      ? []
      : [`For this request that is the same as: ${others.join(', ')}${more}.`]),
  ].join(' ')
}

function unexplained(outcome: {
  readonly ruledOut: readonly Departure[]
  readonly pairs: number
  readonly isCutShort: boolean
  readonly remarks: readonly string[]
}): string {
  const { ruledOut, pairs, isCutShort, remarks } = outcome
  if (ruledOut.length === 0 && remarks.length > 0) return remarks.join(' ')
  const tried = `${ruledOut.length} known departures, and ${pairs} pairs of them, were ruled out`
  return [
    `No known cause explains the signature: ${tried}${isCutShort ? ' before the budget ended' : ''}.`,
    ...remarks,
    'Is it the right secret, and the request as it was sent?',
  ].join(' ')
}
