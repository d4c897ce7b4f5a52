import type { SigningPlan } from '../signing-plan.js'

/** Checks whether the plan signs by secrets. */
export function isShared({ signatureMethod }: SigningPlan): boolean {
  return signatureMethod.family === 'shared-secret'
}
