import type { SigningPlan } from '../signing-plan.js'

type Change = (encoded: string) => string

/** Changes the encoded form of every name and value. */
export function recode(plan: SigningPlan, change: Change): readonly SigningPlan[] {
  return [
    {
      ...plan,
      encodeName: (text) => change(plan.encodeName(text)),
      encodeValue: (text) => change(plan.encodeValue(text)),
    },
  ]
}

/** Changes the encoded form of the URI and of the joined parameters. */
export function recodeParts(plan: SigningPlan, change: Change): readonly SigningPlan[] {
  return [
    {
      ...plan,
      encodeUri: (text) => change(plan.encodeUri(text)),
      encodeJoined: (text) => change(plan.encodeJoined(text)),
    },
  ]
}

/** The strings that are encoded: names and values, the parts of the base string, or both. */
export function recodeAnywhere(plan: SigningPlan, change: Change): readonly SigningPlan[] {
  const recoded = recode(plan, change)
  return [
    ...recoded,
    ...recoded.flatMap((changed) => recodeParts(changed, change)),
    ...recodeParts(plan, change),
  ]
}

/** Encodes every name and value in another way. */
export function replaceEncoding(plan: SigningPlan, encode: Change): readonly SigningPlan[] {
  return [{ ...plan, encodeName: encode, encodeValue: encode }]
}
