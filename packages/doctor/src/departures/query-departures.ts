import type { KnownDeparture } from '../departure.js'
import { findQuery } from '../signing-plan.js'
import type { PlannedParameter, SigningPlan } from '../signing-plan.js'
import { citeRfc } from './sections.js'

const SECTION = citeRfc('3.4.1.3.1')

/** Mistakes in the parameters of a query. */
export const QUERY_DEPARTURES: readonly KnownDeparture[] = [
  {
    id: 'query-left-out',
    stage: 'parameters',
    rarity: 1,
    title: 'The parameters of the query were not signed.',
    section: SECTION,
    libraries: ['@hapi/bell 13.2.0 (resource URLs)', 'OAuthSwift (before its issue 142)'],
    remedy: 'Sign the query parameters together with the header parameters.',
    apply: (plan) => removeParameters(plan, ({ place }) => place === 'query'),
  },
  {
    id: 'query-doubled',
    stage: 'parameters',
    rarity: 1,
    title: 'The parameters of the query were signed twice.',
    section: SECTION,
    libraries: ['oauth-1.0a 2.2.6, if its data object is sent after signing'],
    remedy: 'Pass the query to the library once: in the URL, or as parameters.',
    apply: (plan) => {
      const query = plan.parameters.filter(({ place }) => place === 'query')
      return query.length === 0 ? [] : [{ ...plan, parameters: [...plan.parameters, ...query] }]
    },
  },
  {
    id: 'plus-kept',
    stage: 'parameters',
    rarity: 1,
    title: 'A "+" was signed as a plus sign, although it means a space.',
    section: SECTION,
    libraries: ['oauth-1.0a 2.2.6', 'mastercard-oauth1-signer 1.2.0'],
    remedy: 'Send a space as %20 and a plus as %2B, so that both sides read the same.',
    apply: (plan) =>
      readWireAgain(plan, (wire) =>
        wire.includes('+') ? splitPiece(wire, decodeKeepingPlus) : undefined,
      ),
  },
  {
    id: 'query-not-decoded',
    stage: 'parameters',
    rarity: 1,
    title: 'The query was not decoded before signing, so it was encoded twice.',
    section: SECTION,
    libraries: ['mastercard-oauth1-signer 1.2.0', '@hapi/bell 13.2.0'],
    remedy: 'Decode the names and values of the query, then encode them once.',
    apply: (plan) => readWireAgain(plan, (wire) => splitPiece(wire, (text) => text)),
  },
  {
    id: 'query-names-not-decoded',
    stage: 'parameters',
    rarity: 1,
    title: 'The names in the query were not decoded before signing.',
    section: SECTION,
    libraries: ['oauth-1.0a 2.2.6'],
    remedy: 'Decode names as well as values, then encode both once.',
    apply: (plan) =>
      changeParameters(plan, (parameter) =>
        parameter.place === 'query' && parameter.wire !== undefined
          ? { ...parameter, name: parameter.wire.split('=', 1)[0] ?? '' }
          : parameter,
      ),
  },
  {
    id: 'query-verbatim',
    stage: 'parameters',
    rarity: 2,
    title: 'The query was signed as it is in the URL, not in RFC 3986 encoding.',
    section: citeRfc('3.6'),
    libraries: ['mastercard-oauth1-signer 1.2.0'],
    remedy: 'Decode the names and values of the query, then encode them as section 3.6 specifies.',
    apply: (plan) => signVerbatim(plan),
  },
  {
    id: 'value-cut-at-equals',
    stage: 'parameters',
    rarity: 1,
    title: 'A value was cut off at its first "=".',
    section: SECTION,
    libraries: ['oauth-1.0a 2.2.6', 'mastercard-oauth1-signer 1.2.0'],
    remedy: 'Encode "=" in values as %3D, or split only at the first "=".',
    apply: (plan) =>
      readWireAgain(plan, (wire) => {
        const [name = '', value = ''] = wire.split('=')
        return wire.split('=', 3).length < 3 ? undefined : [decodePiece(name), decodePiece(value)]
      }),
  },
  {
    id: 'query-cut-at-question-mark',
    stage: 'parameters',
    rarity: 2,
    title: 'The query was cut off at a second "?".',
    section: SECTION,
    libraries: ['oauth-1.0a 2.2.6', 'mastercard-oauth1-signer 1.2.0'],
    remedy: 'Encode "?" in the query as %3F, or split the URL only at the first "?".',
    apply: (plan, { request }) => {
      const query = findQuery(request.url)
      const cut = query.indexOf('?')
      if (cut === -1) return []
      return [
        replaceQuery(plan, query.slice(0, cut)),
        replaceQuery(plan, query.slice(query.lastIndexOf('?') + 1)),
      ]
    },
  },
  {
    id: 'empty-pair-added',
    stage: 'parameters',
    rarity: 2,
    title: 'An empty query was signed as a parameter without a name.',
    section: SECTION,
    libraries: ['oauth-1.0a 2.2.6', 'axios-oauth-1.0a 0.4.1'],
    remedy: 'Do not send a "?" without a query.',
    apply: (plan, { request }) => {
      const pieces = findQuery(request.url).split('&')
      if (!request.url.includes('?') || !pieces.includes('')) return []
      const empty: PlannedParameter = { place: 'query', name: '', value: '' }
      return [{ ...plan, parameters: [...plan.parameters, empty] }]
    },
  },
  {
    id: 'empty-values-left-out',
    stage: 'parameters',
    rarity: 1,
    title: 'Parameters with an empty value were not signed.',
    section: SECTION,
    libraries: ['clients that drop empty fields before signing'],
    remedy: 'Sign "name=" for a parameter without a value.',
    apply: (plan) => removeParameters(plan, ({ value }) => value === ''),
  },
  {
    id: 'flags-left-out',
    stage: 'parameters',
    rarity: 2,
    title: 'Parameters without "=" were not signed, or signed as "undefined" or "null".',
    section: SECTION,
    libraries: [],
    remedy: 'Send "name=" instead of "name".',
    apply: (plan) => {
      const isFlag = ({ wire }: PlannedParameter): boolean =>
        wire !== undefined && !wire.includes('=')
      return [
        ...removeParameters(plan, isFlag),
        ...['undefined', 'null', 'true'].flatMap((value) =>
          changeParameters(plan, (parameter) =>
            isFlag(parameter) ? { ...parameter, value } : parameter,
          ),
        ),
      ]
    },
  },
]

/** Removes parameters. Returns no plan if there are none to remove. */
export function removeParameters(
  plan: SigningPlan,
  isLeftOut: (parameter: PlannedParameter) => boolean,
): readonly SigningPlan[] {
  const parameters = plan.parameters.filter((parameter) => !isLeftOut(parameter))
  return parameters.length === plan.parameters.length ? [] : [{ ...plan, parameters }]
}

/** Changes parameters. Returns no plan if nothing changes. */
export function changeParameters(
  plan: SigningPlan,
  change: (parameter: PlannedParameter) => PlannedParameter,
): readonly SigningPlan[] {
  const parameters = plan.parameters.map(change)
  const isSame = parameters.every(
    ({ name, value }, index) =>
      name === plan.parameters[index]?.name && value === plan.parameters[index].value,
  )
  return isSame ? [] : [{ ...plan, parameters }]
}

function readWireAgain(
  plan: SigningPlan,
  read: (wire: string) => readonly [name: string, value: string] | undefined,
): readonly SigningPlan[] {
  const readAgain = (parameter: PlannedParameter): PlannedParameter => {
    const pair = parameter.wire === undefined ? undefined : read(parameter.wire)
    return pair === undefined ? parameter : { ...parameter, name: pair[0], value: pair[1] }
  }
  return [
    ...changeParameters(plan, (parameter) =>
      parameter.place === 'query' ? readAgain(parameter) : parameter,
    ),
    ...(plan.parameters.some(({ place }) => place === 'form')
      ? changeParameters(plan, readAgain)
      : []),
  ]
}

function signVerbatim(plan: SigningPlan): readonly SigningPlan[] {
  // Removed parts are restored after the encoding. Their placeholder is a character that no string
  // contains.
  const marked = changeParameters(plan, (parameter) => {
    if (parameter.place !== 'query' || parameter.wire === undefined) return parameter
    const [name, value] = splitPiece(parameter.wire, (text) => text)
    return { ...parameter, name: `\0${name}`, value: `\0${value}` }
  })
  const createMarkedEncoder =
    (encode: (text: string) => string) =>
    (text: string): string =>
      text.startsWith('\0') ? text.slice(1) : encode(text)
  return marked.map((changed) => ({
    ...changed,
    encodeName: createMarkedEncoder(plan.encodeName),
    encodeValue: createMarkedEncoder(plan.encodeValue),
  }))
}

function replaceQuery(plan: SigningPlan, query: string): SigningPlan {
  const parameters = query
    .split('&')
    .filter((piece) => piece !== '')
    .map((wire): PlannedParameter => {
      const [name, value] = splitPiece(wire, decodePiece)
      return { place: 'query', name, value, wire }
    })
  return {
    ...plan,
    parameters: [...plan.parameters.filter(({ place }) => place !== 'query'), ...parameters],
  }
}

function splitPiece(
  wire: string,
  read: (text: string) => string,
): readonly [name: string, value: string] {
  const equals = wire.indexOf('=')
  return equals === -1
    ? [read(wire), '']
    : [read(wire.slice(0, equals)), read(wire.slice(equals + 1))]
}

function decodePiece(text: string): string {
  return decodeKeepingPlus(text.replaceAll('+', ' '))
}

function decodeKeepingPlus(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
