import type { KnownDeparture } from '../departure.js'
import type { PlannedParameter, SigningPlan } from '../signing-plan.js'
import { numberParameters } from './number-parameters.js'
import { removeParameters } from './query-departures.js'
import { citeRfc } from './sections.js'

const SECTION = citeRfc('3.4.1.3.2')
const QUERY_FIRST = ['header', 'query', 'form', 'body']
const FORM_FIRST = ['header', 'form', 'body', 'query']

/** Mistakes with repeated names. */
export const REPEATED_DEPARTURES: readonly KnownDeparture[] = [
  {
    id: 'repeated-last-kept',
    stage: 'parameters',
    rarity: 1,
    title: 'Only the last value of a repeated name was signed.',
    section: SECTION,
    libraries: [
      'oauth-1.0a 2.2.6',
      'twitter-api-v2 1.29.1',
      'oauth 0.10.2',
      'league/oauth1-client 1.11',
    ],
    remedy: 'Sign every pair, even if a name is repeated or is in both the query and the form.',
    apply: (plan) =>
      [QUERY_FIRST, FORM_FIRST].flatMap((places) =>
        keepParameters(plan, orderPlaces(plan.parameters, places).reverse()),
      ),
  },
  {
    id: 'repeated-first-kept',
    stage: 'parameters',
    rarity: 1,
    title: 'Only the first value of a repeated name was signed.',
    section: SECTION,
    libraries: ['dghubble/oauth1 0.7.3', 'passport-http-oauth 0.1.3 (as a server)'],
    remedy: 'Sign every pair, even if a name is repeated or is in both the query and the form.',
    apply: (plan) =>
      [QUERY_FIRST, FORM_FIRST].flatMap((places) =>
        keepParameters(plan, orderPlaces(plan.parameters, places)),
      ),
  },
  {
    id: 'repeated-left-out',
    stage: 'parameters',
    rarity: 2,
    title: 'Repeated names were not signed.',
    section: SECTION,
    libraries: [],
    remedy: 'Sign every pair, even if a name is repeated.',
    apply: (plan) => {
      const counts = countNames(plan.parameters)
      return removeParameters(plan, ({ name }) => (counts.get(name) ?? 0) > 1)
    },
  },
  {
    id: 'repeated-identical-once',
    stage: 'parameters',
    rarity: 2,
    title: 'A repeated pair was signed only once.',
    section: SECTION,
    libraries: ['mastercard-oauth1-signer 1.2.0'],
    remedy: 'Sign every pair as often as it is sent.',
    apply: (plan) => {
      const seen = new Set<string>()
      return removeParameters(plan, ({ name, value }) => {
        const pair = JSON.stringify([name, value])
        const isAgain = seen.has(pair)
        seen.add(pair)
        return isAgain
      })
    },
  },
  {
    id: 'repeated-joined',
    stage: 'parameters',
    rarity: 1,
    title: 'The values of a repeated name were joined into one value.',
    section: SECTION,
    libraries: ['oauth 0.10.2', 'twitter-api-v2 1.29.1', 'passport-http-oauth 0.1.3 (as a server)'],
    remedy: 'Sign one pair for each value.',
    apply: (plan) =>
      [',', ', ', ' ', '', ';', '|'].flatMap((separator) => joinValues(plan, separator)),
  },
  {
    id: 'repeated-numbered',
    stage: 'parameters',
    rarity: 1,
    title: 'A repeated name was signed as a[0], a[1].',
    section: SECTION,
    libraries: ['oauth 0.10.2', 'request 2.88.2', 'request-oauth 1.0.1 (grant 5.4.24)'],
    remedy: 'Sign the names as they are sent.',
    apply: (plan) => {
      const counts = countNames(plan.parameters)
      const isRepeated = ({ name }: PlannedParameter): boolean => (counts.get(name) ?? 0) > 1
      return [
        ...numberParameters(plan, isRepeated, (name, index) => `${name}[${index}]`),
        ...numberParameters(plan, isRepeated, (name) => `${name}[]`),
      ]
    },
  },
  {
    id: 'repeated-empty-first-lost',
    stage: 'parameters',
    rarity: 3,
    title: 'An empty value of a repeated name was not signed.',
    section: SECTION,
    libraries: ['oauth-1.0a 2.2.6'],
    remedy: 'Sign every pair, including those with an empty value.',
    apply: (plan) => {
      const counts = countNames(plan.parameters)
      return removeParameters(
        plan,
        ({ name, value }) => value === '' && (counts.get(name) ?? 0) > 1,
      )
    },
  },
]

function orderPlaces(
  parameters: readonly PlannedParameter[],
  places: readonly string[],
): PlannedParameter[] {
  return [...parameters].sort((a, b) => places.indexOf(a.place) - places.indexOf(b.place))
}

function keepParameters(
  plan: SigningPlan,
  ordered: readonly PlannedParameter[],
): readonly SigningPlan[] {
  const seen = new Set<string>()
  return removeParameters({ ...plan, parameters: ordered }, ({ name }) => {
    const isAgain = seen.has(name)
    seen.add(name)
    return isAgain
  })
}

function countNames(parameters: readonly PlannedParameter[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const { name } of parameters) counts.set(name, (counts.get(name) ?? 0) + 1)
  return counts
}

function joinValues(plan: SigningPlan, separator: string): readonly SigningPlan[] {
  const values = new Map<string, string[]>()
  for (const { name, value } of plan.parameters) {
    const found = values.get(name)
    if (found) found.push(value)
    else values.set(name, [value])
  }
  if (values.size === plan.parameters.length) return []
  const parameters = plan.parameters.flatMap((parameter): readonly PlannedParameter[] => {
    const all = values.get(parameter.name)
    values.delete(parameter.name)
    return all === undefined ? [] : [{ ...parameter, value: all.join(separator) }]
  })
  return [{ ...plan, parameters }]
}
