import type { KnownDeparture } from '../departure.js'
import { measurePlan } from '../signing-plan.js'
import type { PlannedParameter, SigningPlan } from '../signing-plan.js'
import { removeParameters } from './query-departures.js'
import { citeRfc } from './sections.js'

/** That many parameters have 256 subsets. */
const MAX_IN_SUBSETS = 8
const MAX_APPENDED = 16
/** The subsets of a larger request would use up most of the budget. */
const MAX_CHARACTERS = 4096

/** Mistakes in adding parameters to a signed request. */
export const SUBSET_DEPARTURES: readonly KnownDeparture[] = [
  {
    id: 'some-parameters-unsigned',
    stage: 'parameters',
    rarity: 3,
    title: 'Some parameters were sent, but not signed.',
    section: citeRfc('3.4.1.3.1'),
    libraries: ['LTI launch forms whose submit button has a name', 'clients of NetSuite RESTlets'],
    remedy: 'Add all parameters before signing, and sign every parameter in the query or the form.',
    isExhaustive: true,
    apply: (plan) => {
      const extra = plan.parameters.filter((parameter) => !isProtocol(parameter))
      return [
        ...removeParameters(plan, (parameter) => !isProtocol(parameter)),
        ...dropLast(plan, extra),
        ...(extra.length <= MAX_IN_SUBSETS && measurePlan(plan) <= MAX_CHARACTERS
          ? dropSubsets(plan, extra)
          : []),
      ]
    },
  },
]

function isProtocol({ name }: PlannedParameter): boolean {
  return name.startsWith('oauth_')
}

function dropLast(plan: SigningPlan, extra: readonly PlannedParameter[]): readonly SigningPlan[] {
  return (['query', 'form'] as const).flatMap((sentIn) => {
    const sent = extra.filter(({ place }) => place === sentIn)
    const most = Math.min(sent.length, MAX_APPENDED)
    return Array.from({ length: most }, (_, index) =>
      withoutParameters(plan, sent.slice(sent.length - index - 1)),
    )
  })
}

function dropSubsets(
  plan: SigningPlan,
  extra: readonly PlannedParameter[],
): readonly SigningPlan[] {
  return Array.from({ length: 2 ** extra.length - 1 }, (_, index) =>
    withoutParameters(
      plan,
      // Each bit of the number represents a parameter.
      extra.filter((_each, position) => Math.floor((index + 1) / 2 ** position) % 2 === 1),
    ),
  )
}

function withoutParameters(plan: SigningPlan, dropped: readonly PlannedParameter[]): SigningPlan {
  const set = new Set(dropped)
  return { ...plan, parameters: plan.parameters.filter((parameter) => !set.has(parameter)) }
}
