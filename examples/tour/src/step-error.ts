/** The error for a failed step of the tour. */
export class StepError extends Error {
  override readonly name: string = 'StepError'

  /**
   * Creates the error.
   *
   * @param step The number of the step.
   * @param reason The problem, in a sentence without secrets.
   */
  constructor(step: number, reason: string) {
    super(`Step ${step} failed: ${reason}`)
  }
}
