import type { PlannedParameter, SigningPlan } from '../signing-plan.js'
import { changeParameters } from './query-departures.js'

/** Renames parameters by their index among those with the same name. */
export function numberParameters(
  plan: SigningPlan,
  isNumbered: (parameter: PlannedParameter) => boolean,
  rename: (name: string, index: number) => string,
): readonly SigningPlan[] {
  const next = new Map<string, number>()
  return changeParameters(plan, (parameter) => {
    if (!isNumbered(parameter)) return parameter
    const { name } = parameter
    const index = next.get(name) ?? 0
    next.set(name, index + 1)
    return { ...parameter, name: rename(name, index) }
  })
}
