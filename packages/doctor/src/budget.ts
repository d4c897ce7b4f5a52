import { yieldToOtherWork } from './yield-to-other-work.js'

/** The most that a diagnosis may cost, whatever the request. */
export interface Budget {
  /** How many signatures are computed or verified. */
  readonly signatures: number
  /**
   * How many bytes of text are read and written: the parameters that a departure looks at, whether
   * it changes them or not, and the base strings.
   */
  readonly bytes: number
}

/** What a diagnosis has cost. */
export interface Cost extends Budget {
  /** In how many slices the work was done, with other work of the program let in between. */
  readonly slices: number
  /** The bytes of the largest slice, in which each signature counts as 512 bytes. */
  readonly largestSliceBytes: number
}

/** The budget of {@link diagnose} if none is given. */
export const DEFAULT_BUDGET: Budget = Object.freeze({ signatures: 16_000, bytes: 25_165_824 })

/** What counts a diagnosis' work, and ends it. */
export interface BudgetMeter {
  /** Counts bytes that were read or written; false if the budget does not have them. */
  takeBytes(count: number): boolean
  /** Counts a signature; false if the budget does not have it. */
  takeSignature(): boolean
  /** Lets other work of the program run if this one has run for long enough. */
  pause(): Promise<void> | undefined
  readonly cost: () => Cost
  readonly isEmpty: () => boolean
}

/** How much is done before other work gets its turn; a step that has begun is finished. */
export const SLICE_BYTES = 32_768
/** As much time as this many bytes take. */
const SIGNATURE_BYTES = 512
/** Ends a slice early on a slow machine, and while the engine has not compiled the program yet. */
const SLICE_MILLISECONDS = 2

/** Counts what a diagnosis costs. */
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
