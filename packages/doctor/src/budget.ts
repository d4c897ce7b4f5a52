import { yieldToOtherWork } from './yield-to-other-work.js'

/** The maximum cost of a diagnosis, for any request. */
export interface Budget {
  /** The number of signatures to compute or verify. */
  readonly signatures: number
  /**
   * The number of bytes to read and write: the parameters that a departure looks at, even if it
   * does not change them, and the base strings.
   */
  readonly bytes: number
}

/** The cost of a diagnosis. */
export interface Cost extends Budget {
  /** The number of slices. Other work of the program runs between them. */
  readonly slices: number
  /** The size of the largest slice in bytes. Each signature counts as 512 bytes. */
  readonly largestSliceBytes: number
}

/** The default budget of {@link diagnose}. */
export const DEFAULT_BUDGET: Budget = Object.freeze({ signatures: 16_000, bytes: 25_165_824 })

/** Counts the work of a diagnosis, and limits it. */
export interface BudgetMeter {
  /** Counts bytes that were read or written. Returns false if the budget is exhausted. */
  takeBytes(count: number): boolean
  /** Counts a signature. Returns false if the budget is exhausted. */
  takeSignature(): boolean
  /** Yields to other work of the program if this slice has lasted long enough. */
  pause(): Promise<void> | undefined
  readonly cost: () => Cost
  readonly isEmpty: () => boolean
}

/** The amount of work per slice. A step that has begun is finished. */
export const SLICE_BYTES = 32_768
/** The time of one signature, in bytes. */
const SIGNATURE_BYTES = 512
/** Ends a slice early on a slow machine, and while the engine has not yet compiled the program. */
const SLICE_MILLISECONDS = 2

/** Counts the cost of a diagnosis. */
export function createBudgetMeter(budget: Budget): BudgetMeter {
  let signatures = 0
  let bytes = 0
  let isEmpty = false
  let slices = 1
  let sliceBytes = 0
  let largestSliceBytes = 0
  let endsAt = performance.now() + SLICE_MILLISECONDS

  const count = (worth: number): void => {
    sliceBytes += worth
    largestSliceBytes = Math.max(largestSliceBytes, sliceBytes)
  }
  const startNextSlice = async (): Promise<void> => {
    await yieldToOtherWork()
    slices++
    sliceBytes = 0
    endsAt = performance.now() + SLICE_MILLISECONDS
  }
  return {
    takeBytes(taken) {
      count(taken)
      if (bytes + taken > budget.bytes) isEmpty = true
      else bytes += taken
      return !isEmpty
    },
    takeSignature() {
      count(SIGNATURE_BYTES)
      if (signatures >= budget.signatures) isEmpty = true
      else signatures++
      return !isEmpty
    },
    pause: () =>
      sliceBytes >= SLICE_BYTES || performance.now() >= endsAt ? startNextSlice() : undefined,
    cost: () => ({ signatures, bytes, slices, largestSliceBytes }),
    isEmpty: () => isEmpty,
  }
}
