import { maskParameter, maskText } from '@oauthplus/core/internal'

import { joinPairs } from './signing-plan.js'
import type { EncodedParameter, SigningPlan } from './signing-plan.js'
import { formatUri } from './uri-parts.js'

/** Builds the base string of a plan. */
export function renderBaseString(plan: SigningPlan): string {
  const parameters = plan.encodeJoined(joinPairs(plan.order(encodeParameters(plan))))
  return plan.joinParts(plan.method, plan.encodeUri(formatUri(plan.uri)), parameters)
}

/** Encodes the parameters of a plan. */
export function encodeParameters(plan: SigningPlan): readonly EncodedParameter[] {
  return plan.parameters.map((parameter) => ({
    ...parameter,
    encodedName: plan.encodeName(parameter.name),
    encodedValue: plan.encodeValue(parameter.value),
  }))
}

/** Builds the key of a plan. */
export function renderKey({ key }: SigningPlan): string {
  return key.join(key.encode(key.consumerSecret), key.encode(key.tokenSecret))
}

/** Returns the plan that signs masks in the place of what is secret by its name. */
export function maskPlan(plan: SigningPlan): SigningPlan {
  return {
    ...plan,
    uri: { ...plan.uri, suffix: maskText(plan.uri.suffix) },
    parameters: plan.parameters.map((parameter) => {
      const [name, value] = maskParameter([parameter.name, parameter.value])
      return { ...parameter, name, value }
    }),
  }
}
