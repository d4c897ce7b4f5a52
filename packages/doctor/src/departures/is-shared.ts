import type { SigningPlan } from '../signing-plan.js'

/** Returns whether the plan signs with shared secrets. */
export function isShared({ signatureMethod }: SigningPlan): boolean {
  return signatureMethod.family === 'shared-secret'
}
