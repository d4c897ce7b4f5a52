import type { KnownDeparture } from '../departure.js'
import type { PlannedParameter, SigningPlan } from '../signing-plan.js'
import { numberParameters } from './number-parameters.js'
import { changeParameters, removeParameters } from './query-departures.js'
import { citeRfc } from './sections.js'

const SECTION = citeRfc('3.4.1.3.2')
const OBJECT = '[object Object]'
const PROTOTYPE_NAMES = new Set([
  '__proto__',
  'constructor',
  'toString',
  'valueOf',
  'hasOwnProperty',
  'isPrototypeOf',
])

/** Mistakes in names and values that programs interpret. */
export const NAME_DEPARTURES: readonly KnownDeparture[] = [
  {
    id: 'brackets-dropped',
    stage: 'parameters',
    rarity: 1,
    title: 'Brackets at the end of names were omitted: ids[] was signed as ids.',
    section: SECTION,
    libraries: ['request 2.88.2', 'twitter-api-v2 1.29.1', 'WP-API/OAuth1'],
    remedy: 'Sign the names as they are sent, including their brackets.',
    apply: (plan) =>
      changeParameters(plan, (parameter) => ({
        ...parameter,
        name: removeLastBrackets(parameter.name),
      })),
  },
  {
    id: 'brackets-numbered',
    stage: 'parameters',
    rarity: 2,
    title: 'Brackets were signed with numbers, ids[] as ids[0] and ids[1], or the reverse.',
    section: SECTION,
    libraries: ['WooCommerce 2.x (as a server)', 'WP-API/OAuth1 (as a server)'],
    remedy: 'Sign the names as they are sent.',
    apply: (plan) => [
      ...numberParameters(
        plan,
        ({ name }) => name.endsWith('[]'),
        (name, index) => `${name.slice(0, -2)}[${index}]`,
      ),
      ...changeParameters(plan, (parameter) => ({
        ...parameter,
        name: parameter.name.replace(/\[\d{1,9}\]$/, '[]'),
      })),
    ],
  },
  {
    id: 'nested-as-object',
    stage: 'parameters',
    rarity: 2,
    title:
      'Parameters with brackets were signed as one parameter with the value "[object Object]".',
    section: SECTION,
    libraries: ['oauth 0.10.2', 'oauth-1.0a 2.2.6', 'ims-lti 3.0.2', 'axios-oauth-1.0a 0.4.1'],
    remedy: 'Pass flat names (filter[a]) to the library, or strings instead of objects.',
    apply: (plan) => nestNames(plan),
  },
  {
    id: 'falsy-as-empty',
    stage: 'parameters',
    rarity: 2,
    title: 'The values 0 and false were signed as empty.',
    section: citeRfc('3.4.1.3.1'),
    libraries: ['oauth 0.10.2', 'oauth-sign 0.9.0', '@hapi/bell 13.2.0'],
    remedy: 'Pass strings to the library: "0" and "false".',
    apply: (plan) =>
      [/^(?:0|false|null)$/, /^0$/, /^false$/].flatMap((falsy) =>
        changeParameters(plan, (parameter) =>
          parameter.place !== 'header' && falsy.test(parameter.value)
            ? { ...parameter, value: '' }
            : parameter,
        ),
      ),
  },
  {
    id: 'prototype-names-lost',
    stage: 'parameters',
    rarity: 3,
    title: 'Names that every JavaScript object has (toString, __proto__) were not signed.',
    section: citeRfc('3.4.1.3.1'),
    libraries: [
      'request 2.88.2',
      'request-oauth 1.0.1 (grant 5.4.24)',
      'oauth 0.10.2',
      'oauth-1.0a 2.2.6',
      'axios-oauth-1.0a 0.4.1',
    ],
    remedy: 'Use other names, or another library.',
    apply: (plan) => [
      ...removeParameters(plan, ({ name }) => PROTOTYPE_NAMES.has(name)),
      ...removeParameters(plan, ({ name }) => name === '__proto__'),
      ...addFunctions(plan),
      ...addPrototype(plan),
    ],
  },
]

/** Removes all brackets at the end of a name, including their content. */
function removeLastBrackets(name: string): string {
  let end = name.length
  while (name[end - 1] === ']') {
    const start = name.indexOf('[', name.lastIndexOf(']', end - 2) + 1)
    if (start === -1 || start >= end) break
    end = start
  }
  return name.slice(0, end)
}

/** Also signs the inherited member of that name. */
function addFunctions(plan: SigningPlan): readonly SigningPlan[] {
  const findFunction = (name: string): unknown =>
    PROTOTYPE_NAMES.has(name) ? Object.prototype[name as 'toString'] : undefined
  const parameters = plan.parameters.flatMap((parameter) => {
    const found = findFunction(parameter.name)
    return typeof found === 'function'
      ? [parameter, { ...parameter, value: String(found) }]
      : [parameter]
  })
  return parameters.length === plan.parameters.length ? [] : [{ ...plan, parameters }]
}

/** Signs the members of an array that became the prototype through an assignment to __proto__. */
function addPrototype(plan: SigningPlan): readonly SigningPlan[] {
  const [sent, ...more] = plan.parameters.filter(({ name }) => name === '__proto__')
  if (sent === undefined || more.length > 0) return []
  const others = plan.parameters.filter((parameter) => parameter !== sent)
  const members = [
    { ...sent, name: '0', value: OBJECT },
    { ...sent, name: '1' },
  ]
  return [{ ...plan, parameters: [...others, ...members] }]
}

function nestNames(plan: SigningPlan): readonly SigningPlan[] {
  return [
    ...findObjects(plan, /^[^[]+(?=\[)/),
    ...findObjects(plan, /^[^[]+\[[^\]]*\](?=\[)/),
    ...changeParameters(plan, (parameter) =>
      parameter.place !== 'header' && parameter.value === ''
        ? { ...parameter, value: OBJECT }
        : parameter,
    ),
  ]
}

/** Signs all parameters whose names begin with the name of one object as that object. */
function findObjects(plan: SigningPlan, outer: RegExp): readonly SigningPlan[] {
  const seen = new Set<string>()
  const parameters = plan.parameters.flatMap((parameter): readonly PlannedParameter[] => {
    const name = outer.exec(parameter.name)?.[0]
    if (name === undefined) return [parameter]
    if (seen.has(name)) return []
    seen.add(name)
    return [{ ...parameter, name, value: OBJECT }]
  })
  return seen.size === 0 ? [] : [{ ...plan, parameters }]
}
