/** Reports the step of the tour that did not do what it should. */
export class StepError extends Error {
  override readonly name: string = 'StepError'

  /**
   * Creates the error.
   *
   * @param step The number of the step.
   * @param reason What was wrong, in a sentence, without any secret.
   */
  constructor(step: number, reason: string) {
    super(`Step ${step} failed: ${reason}`)
  }
}
