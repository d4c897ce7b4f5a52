import type { KnownDeparture } from '../departure.js'
import type { PlannedParameter, SigningPlan } from '../signing-plan.js'
import { changeParameters, removeParameters } from './query-departures.js'
import { citeRfc } from './sections.js'

const SECTION = citeRfc('3.4.1.3.1')
const MAX_PAIRS = 1000

/** Mistakes with pairs before they are signed: copying, splitting and cleaning. */
export const PAIR_DEPARTURES: readonly KnownDeparture[] = [
  {
    id: 'query-copied-into-header',
    stage: 'parameters',
    rarity: 1,
    title: 'The query was copied into the Authorization header, but signed once.',
    section: SECTION,
    libraries: ['clients of NetSuite RESTlets', 'Postman'],
    remedy:
      'Send only oauth_ parameters and the realm in the Authorization header. Parameters in both the header and the URL are signed twice.',
    apply: (plan) => {
      const query = new Set(plan.parameters.filter(({ place }) => place === 'query').map(writePair))
      return removeParameters(
        plan,
        (parameter) => parameter.place === 'header' && query.has(writePair(parameter)),
      )
    },
  },
  {
    id: 'decoded-before-splitting',
    stage: 'parameters',
    rarity: 2,
    title: 'The query or the form was decoded before it was split at "&" and "=".',
    section: SECTION,
    libraries: [],
    remedy: 'Split at "&" and "=" first, then decode each name and each value.',
    apply: (plan) => [
      ...splitDecoded(plan, ['query']),
      ...splitDecoded(plan, ['form']),
      ...splitDecoded(plan, ['query', 'form']),
    ],
  },
  {
    id: 'line-breaks-changed',
    stage: 'parameters',
    rarity: 2,
    title: 'Line breaks in values were signed as LF and sent as CRLF, or the reverse.',
    section: SECTION,
    libraries: ['pages that sign the value of a textarea and let the browser send the form'],
    remedy: 'Sign each value with the line breaks that are sent: browsers send CRLF.',
    apply: (plan) =>
      ['\n', '\r\n', '\r'].flatMap((lineBreak) =>
        changeParameters(plan, (parameter) => ({
          ...parameter,
          value: parameter.value.replace(/\r\n|\r|\n/g, lineBreak),
        })),
      ),
  },
  {
    id: 'values-trimmed',
    stage: 'parameters',
    rarity: 2,
    title: 'White space around values was sent, but not signed.',
    section: SECTION,
    libraries: ['frameworks that trim form input'],
    remedy: 'Trim values before you send them, or not at all.',
    apply: (plan) => [
      ...changeParameters(plan, (parameter) => ({ ...parameter, value: parameter.value.trim() })),
      ...changeParameters(plan, (parameter) => ({
        ...parameter,
        name: parameter.name.trim(),
        value: parameter.value.trim(),
      })),
    ],
  },
]

function writePair({ name, value }: PlannedParameter): string {
  return JSON.stringify([name, value])
}

function splitDecoded(plan: SigningPlan, places: readonly string[]): readonly SigningPlan[] {
  const sent = plan.parameters.filter(({ place }) => places.includes(place))
  if (!places.every((place) => sent.some((parameter) => parameter.place === place))) return []
  const split = sent.flatMap((parameter): readonly PlannedParameter[] =>
    `${parameter.name}=${parameter.value}`.split('&').map((pair) => {
      const [name = '', value = ''] = splitAtEquals(pair)
      return { ...parameter, name, value }
    }),
  )
  if (split.length > MAX_PAIRS) return []
  const isSame =
    split.length === sent.length && split.every(({ name }, index) => name === sent[index]?.name)
  const others = plan.parameters.filter(({ place }) => !places.includes(place))
  return isSame ? [] : [{ ...plan, parameters: [...others, ...split] }]
}

function splitAtEquals(pair: string): readonly string[] {
  const equals = pair.indexOf('=')
  return equals === -1 ? [pair, ''] : [pair.slice(0, equals), pair.slice(equals + 1)]
}
