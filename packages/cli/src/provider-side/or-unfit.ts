import { describeFailure } from '../describe-failure.js'
import { EXIT } from '../exit-codes.js'
import { Failure } from '../failure.js'

/** Waits for what a store does by itself: where it cannot, it is out of reach or not fit. */
export async function orUnfit<Result>(work: Promise<Result>): Promise<Result> {
  try {
    return await work
  } catch (error) {
    throw new Failure(describeFailure(error).line ?? 'the store failed', EXIT.unreachable)
  }
}
