import type { SigningPlan } from '../signing-plan.js'
import type { UriParts } from '../uri-parts.js'

/** Changes the URI of a plan. */
export function replaceUri(plan: SigningPlan, change: Partial<UriParts>): readonly SigningPlan[] {
  return [{ ...plan, uri: { ...plan.uri, ...change } }]
}
