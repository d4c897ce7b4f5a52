import type { RsaKey } from '@oauthplus/core'

import type { BudgetMeter } from './budget.js'
import type { KnownDeparture } from './departure.js'
import { hasSameParameters, renderKey, renderPlan } from './render-plan.js'
import type { RenderedPlan } from './render-plan.js'
import { measurePlan } from './signing-plan.js'
import type { SigningPlan } from './signing-plan.js'

/** The start of a search: the correct plan, and the key to verify with. */
export interface SearchStart {
  readonly plan: SigningPlan
  readonly publicKey: RsaKey | undefined
}

/** A plan that was tried. */
export interface Attempt {
  /** Identical for all plans that sign the same base string with the same key. */
  readonly id: string
  readonly rendered: RenderedPlan
}

/** The context for trying plans. */
interface AttemptInput {
  readonly start: SearchStart
  readonly names: readonly KnownDeparture[]
  /** A plan with the same parameters. */
  readonly similar?: RenderedPlan | undefined
}

/** The plans that were tried, without duplicates, and the plan that fits. */
export interface Attempts {
  /**
   * Tries a plan, unless an identical plan was tried. Returns `undefined` if the budget is
   * exhausted.
   */
  tryPlan(plan: SigningPlan, input: AttemptInput): Promise<Attempt | undefined>
  readonly found: () =>
    | {
        readonly right: SigningPlan
        readonly departed: SigningPlan
        /** The departures, or pairs of departures, that result in the plan that fits. */
        readonly explanations: readonly (readonly KnownDeparture[])[]
      }
    | undefined
}

/** Tries plans within a budget. After one fits, it only collects other ways to the same plan. */
export function createAttempts(meter: BudgetMeter): Attempts {
  const tried = new Map<string, (readonly KnownDeparture[])[]>()
  let found: ReturnType<Attempts['found']>

  return {
    async tryPlan(plan, { start, names, similar }) {
      await meter.pause()
      const isSimilar = similar !== undefined && hasSameParameters(plan, similar.plan)
      if (!isSimilar && !meter.takeBytes(measurePlan(plan))) return undefined
      const rendered = renderPlan(plan, similar)
      const { baseString } = rendered
      if (!meter.takeBytes(baseString.length)) return undefined
      const { signatureMethod, signature } = plan
      const key = signatureMethod.family === 'public-key' ? '' : renderKey(plan)
      const id = [signatureMethod.name, signature, key, baseString].join('\n')
      const known = tried.get(id)
      if (known !== undefined) {
        known.push(names)
        return { id, rendered }
      }
      const explanations = [names]
      tried.set(id, explanations)
      const isTried = found === undefined && meter.takeSignature()
      if (isTried && (await isVerified(start, plan, { baseString, key }))) {
        found = { right: start.plan, departed: plan, explanations }
      }
      return { id, rendered }
    },
    found: () => found,
  }
}

function isCryptoKey(key: RsaKey | undefined): boolean {
  return typeof key === 'object' && 'algorithm' in key
}

async function isVerified(
  { publicKey, plan }: SearchStart,
  { signatureMethod, signature }: SigningPlan,
  { baseString, key }: { readonly baseString: string; readonly key: string },
): Promise<boolean> {
  // A CryptoKey supports only the hash that it was created for.
  if (isCryptoKey(publicKey) && signatureMethod.name !== plan.signatureMethod.name) {
    return false
  }
  const keys = { publicKey, signingKey: key, consumerSecret: '', tokenSecret: '' }
  return signatureMethod.verify({ baseString, signature }, keys)
}
