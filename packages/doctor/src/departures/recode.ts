import type { SigningPlan } from '../signing-plan.js'

/** Changes the encoded text of every name and value. */
export function recode(
  plan: SigningPlan,
  change: (encoded: string) => string,
): readonly SigningPlan[] {
  return [
    {
      ...plan,
      encodeName: (text) => change(plan.encodeName(text)),
      encodeValue: (text) => change(plan.encodeValue(text)),
    },
  ]
}

/** Encodes every name and value in another way. */
export function replaceEncoding(
  plan: SigningPlan,
  encode: (text: string) => string,
): readonly SigningPlan[] {
  return [{ ...plan, encodeName: encode, encodeValue: encode }]
}
