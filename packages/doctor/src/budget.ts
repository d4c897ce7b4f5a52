/** What a diagnosis may cost at the most, whatever the request. */
export interface Budget {
  /** How many signatures are computed or verified. */
  readonly signatures: number
  /** How many bytes of base strings are built. */
  readonly bytes: number
}

/** What a diagnosis has cost. */
export type Cost = Budget

/** The budget of {@link diagnose} where none is given. */
export const DEFAULT_BUDGET: Budget = Object.freeze({ signatures: 2000, bytes: 4_194_304 })

/** What is left of a budget. */
export interface Purse {
  /** Takes the price of a base string; false where it cannot be paid. */
  takeBytes(count: number): boolean
  /** Takes the price of a signature; false where it cannot be paid. */
  takeSignature(): boolean
  readonly cost: () => Cost
  readonly isEmpty: () => boolean
}

/** Counts what a diagnosis costs. */
export function purseOf(budget: Budget): Purse {
  for (const [name, value] of Object.entries(budget)) {
    if (!Number.isSafeInteger(value) || value <= 0) {
      throw new TypeError(`budget.${name} must be a whole number above 0`)
    }
  }
  let signatures = 0
  let bytes = 0
  let isEmpty = false
  return {
    takeBytes(count) {
      if (bytes + count > budget.bytes) isEmpty = true
      else bytes += count
      return !isEmpty
    },
    takeSignature() {
      if (signatures >= budget.signatures) isEmpty = true
      else signatures++
      return !isEmpty
    },
    cost: () => ({ signatures, bytes }),
    isEmpty: () => isEmpty,
  }
}
