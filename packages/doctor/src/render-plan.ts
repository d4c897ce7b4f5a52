import { isSecretName } from '@oauthplus/core/internal'

import { joinPairs } from './signing-plan.js'
import type { EncodedParameter, SigningPlan } from './signing-plan.js'
import { uriText } from './uri-parts.js'

// A text that holds further names and values: a query, a form, JSON.
const STRUCTURED = /[{=:]/
const MASK = '***'

/** Builds the base string of a plan. */
export function baseStringOf(plan: SigningPlan): string {
  const parameters = plan.encodeJoined(joinPairs(plan.order(encodedParameters(plan))))
  return `${plan.method}&${plan.encodeUri(uriText(plan.uri))}&${parameters}`
}

/** Encodes the parameters of a plan. */
export function encodedParameters(plan: SigningPlan): readonly EncodedParameter[] {
  return plan.parameters.map((parameter) => ({
    ...parameter,
    encodedName: plan.encodeName(parameter.name),
    encodedValue: plan.encodeValue(parameter.value),
  }))
}

/** Builds the key of a plan. */
export function keyOf({ key }: SigningPlan): string {
  return key.join(key.encode(key.consumerSecret), key.encode(key.tokenSecret))
}

/** Gives the plan that signs masks in the place of what is secret by its name. */
export function maskedPlan(plan: SigningPlan): SigningPlan {
  return {
    ...plan,
    uri: { ...plan.uri, suffix: maskedText(plan.uri.suffix) },
    parameters: plan.parameters.map((parameter) => ({
      ...parameter,
      // A whole body can stand in a name.
      name: maskedText(parameter.name),
      value: isSecretName(parameter.name) ? MASK : maskedText(parameter.value),
    })),
  }
}

function maskedText(text: string): string {
  return STRUCTURED.test(text) && isSecretName(text) ? MASK : text
}
